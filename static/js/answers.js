// The answering pages: each choice saves itself, and nothing is lost on the way.
import { Field } from "./answers-field.js";
import { listen } from "./answers-keys.js";
import { Lane } from "./answers-lane.js";
import { post } from "./answers-post.js";
import { Progress, echo } from "./answers-progress.js";
import { Store } from "./answers-store.js";
import { announce, Banners } from "./answers-banners.js";
import { leaveWith } from "./answers-leaving.js";

const PAUSE = 1000; // milliseconds without a keystroke before a text is saved

const outbox = document.getElementById("outbox");
const form = document.getElementById("answers");
const store = new Store(outbox.dataset.participation);
const fields = new Map();
const lanes = new Map();
const banners = new Banners(outbox, lanes, store);

for (const element of document.querySelectorAll("[data-lane]")) {
  const field = new Field(element);
  fields.set(field.name, field);
  addLane(field.name, field.question, field.version);
}
const ratings = [...fields.values()].filter((field) => field.question.kind === "rating");
const progress = form && new Progress(document.querySelector(".answer-aside"), ratings);

// What an earlier page left, on this factor or on another one of the round.
for (const [name, item] of store.all()) {
  fields.get(name)?.write(item.value);
  (lanes.get(name) ?? addLane(name, item.question, item.seen)).restore(item);
}

function addLane(name, question, version) {
  const send = (values) => post(outbox.dataset.save, values);
  const lane = new Lane(name, question, version, { send, store, report });
  lanes.set(name, lane);
  return lane;
}

function report(lane, outcome, detail) {
  lane.outcome = outcome;
  const field = fields.get(lane.name);
  if (field) show(field, lane, outcome, detail);
  banners.update();
  announce(outcome, detail);
}

function show(field, lane, outcome, detail) {
  if (outcome === "theirs") field.write(detail.value);
  if (outcome === "theirs") field.status.replaceChildren();
  else field.say(outcome, detail);
  if (outcome === "stale") field.ask(lane.item.value, detail.value, (mine) => lane.choose(mine));
  if (outcome === "closed") for (const each of fields.values()) each.close();
  if (["saved", "theirs"].includes(outcome) && ratings.includes(field)) {
    progress.note(field.name, Boolean(detail.value));
    echo(field, detail.value);
  }
}

function changed(event, pause) {
  const field = fields.get(event.target.closest("[data-lane]")?.dataset.lane);
  if (!field?.owns(event.target)) return;
  field.count();
  const value = field.read();
  lanes.get(field.name).set(value, { about: field.about(), words: field.words(value) }, pause);
}

if (form) {
  form.addEventListener("input", (event) => {
    if (event.target.matches("textarea")) changed(event, PAUSE);
  });
  form.addEventListener("change", (event) => {
    if (!event.target.matches("textarea")) changed(event, 0);
    else lanes.get(event.target.name)?.run();
  });
  listen([...document.querySelectorAll(".question")]);
}
leaveWith({ form, lanes, fields });
