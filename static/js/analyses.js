// Where an analysis is written: each text saves itself, by two at once if need be. On the page
// where it is read, what the browser still keeps is sent.
import { announce, Banners } from "./answers-banners.js";
import { Lane } from "./answers-lane.js";
import { leaveWith } from "./answers-leaving.js";
import { post } from "./answers-post.js";
import { Store } from "./answers-store.js";
import { PhoneField } from "./dialogue-field.js";

const PAUSE = 1000; // milliseconds without a keystroke before a text is saved

const outbox = document.getElementById("outbox");
const form = document.getElementById("analysis");
const store = new Store(`analys.${outbox.dataset.place}`);
const fields = new Map();
const lanes = new Map();
const banners = new Banners(outbox, lanes, store);

for (const element of document.querySelectorAll("[data-lane]")) {
  const field = new PhoneField(element);
  fields.set(field.name, field);
  addLane(field.name, field.question, field.version);
}

// What an earlier page left.
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
  if (outcome === "stale") field.choose(lane, detail.value);
  if (outcome === "closed") for (const each of fields.values()) each.close();
}

function changed(event, pause) {
  const field = fields.get(event.target.closest("[data-lane]")?.dataset.lane);
  if (!field?.owns(event.target)) return;
  field.count();
  const value = field.read();
  lanes.get(field.name).set(value, { about: field.about(), words: field.words(value) }, pause);
}

form?.addEventListener("input", (event) => {
  if (event.target.matches("textarea")) changed(event, PAUSE);
});
form?.addEventListener("change", (event) => {
  if (!event.target.matches("textarea")) changed(event, 0);
  else lanes.get(event.target.name)?.run();
});
leaveWith({ form, lanes, fields });
