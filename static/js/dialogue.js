// A phone in a dialogue: it follows the steps, and nothing that is written on it is lost.
import { announce } from "./answers-banners.js";
import { Lane } from "./answers-lane.js";
import { post } from "./answers-post.js";
import { Store } from "./answers-store.js";
import { CheckOut } from "./dialogue-check-out.js";
import { copyButtons } from "./dialogue-copy.js";
import { PhoneField } from "./dialogue-field.js";
import { Focus } from "./dialogue-focus.js";
import { Lost } from "./dialogue-lost.js";
import { Pulse } from "./dialogue-pulse.js";
import { csrfToken } from "./form-token.js";

const PAUSE = 1000; // milliseconds without a keystroke before a text is saved
const PATIENCE = 15_000; // milliseconds before a page that hangs is given up, and asked for again
const BEATS = 4; // what the others at the table do is shown at most every fourth beat

const outbox = document.getElementById("outbox");
const store = new Store(`samtal.${outbox.dataset.code}`);
const lanes = new Map();
const saved = new Map(); // what the server acknowledged last, which a page on its way may not know
const fields = new Map();
const lost = new Lost(outbox, lanes, store);
const focus = new Focus();
let page;
let contact = true;
let swappedAt = Date.now();

document.body.classList.add("scripted");
htmx.config.timeout = PATIENCE;
const pulse = new Pulse(outbox.dataset.pulse, { changed, heard });
attach();
for (const [name, item] of store.all()) {
  if (name.startsWith("check-out-")) continue;
  fields.get(name)?.write(item.value);
  (lanes.get(name) ?? addLane(name, item.question, item.seen)).restore(item);
}

function attach() {
  page = document.getElementById("phone");
  swappedAt = Date.now();
  fields.clear();
  for (const element of page.querySelectorAll("[data-lane]")) meet(new PhoneField(element));
  const form = page.querySelector("[data-check-out]");
  if (form) new CheckOut(form, store, outbox.dataset.check_out, { contact: heard, done: refresh });
  const turn = page.querySelector("[data-turn]");
  turn?.classList.toggle("mine", turn.dataset.turn === outbox.dataset.seat);
  copyButtons(page);
  lost.update(fields, page);
  pulse.follow(page.dataset.state, Number(page.dataset.pause), "runs" in page.dataset);
}

// What is still unsaved, or saved after the page was made, stands before what the page says.
function meet(field) {
  fields.set(field.name, field);
  const lane = lanes.get(field.name) ?? addLane(field.name, field.question, field.version);
  const last = saved.get(field.name);
  if (lane.item) {
    field.write(lane.item.value);
    if (lane.outcome) show(field, lane, lane.outcome, lane.other ?? {});
  } else if (last?.version > field.version) field.write(last.value);
  else lane.version = field.version;
}

function addLane(name, question, version) {
  const send = (values) => post(outbox.dataset[values.kind], values);
  const lane = new Lane(name, question, version, { send, store, report });
  lanes.set(name, lane);
  return lane;
}

function report(lane, outcome, detail) {
  lane.outcome = outcome;
  if (outcome === "saved") saved.set(lane.name, detail);
  const field = fields.get(lane.name);
  if (field) show(field, lane, outcome, detail);
  lost.update(fields, page);
  banner();
  announce(outcome, detail);
}

function show(field, lane, outcome, detail) {
  if (outcome === "theirs") field.write(detail.value);
  if (outcome === "theirs") field.status.replaceChildren();
  else field.say(outcome, detail ?? {});
  if (outcome === "stale") field.choose(lane, detail.value);
}

function written(event, pause) {
  const field = fields.get(event.target.closest("[data-lane]")?.dataset.lane);
  if (!field?.owns(event.target)) return;
  field.count();
  const value = field.read();
  lanes.get(field.name).set(value, { about: field.about(), words: field.words(value) }, pause);
}

document.addEventListener("input", (event) => {
  if (event.target.matches("textarea")) written(event, PAUSE);
});
document.addEventListener("change", (event) => {
  const lane = event.target.closest("[data-lane]")?.dataset.lane;
  if (!event.target.matches("textarea")) written(event, 0);
  else lanes.get(lane)?.run();
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-lane]")) return;
  event.preventDefault();
  lanes.get(event.target.dataset.lane)?.run();
});

// A new step is shown at once; what the others at the table do waits for who is writing.
function changed(state) {
  const [, step] = page.dataset.state.split("-");
  const moved = state.split("-")[1] !== step;
  const busy = focus.isWriting() || Date.now() - swappedAt < BEATS * pulse.pause;
  if (moved || !busy) return refresh();
}

async function refresh() {
  sendAll();
  try {
    await htmx.ajax("GET", outbox.dataset.page, { target: "#phone", swap: "outerHTML" });
  } catch {
    heard(false);
  }
}

document.addEventListener("htmx:configRequest", ({ detail }) => {
  detail.headers["X-CSRFToken"] = csrfToken();
});
document.addEventListener("htmx:beforeSwap", () => focus.remember(page));
document.addEventListener("htmx:afterSwap", () => {
  if (document.getElementById("phone") === page) return;
  attach();
  focus.restore(page);
});

function sendAll() {
  for (const lane of lanes.values()) if (lane.item) lane.run();
}

function heard(there) {
  if (there && !contact) sendAll();
  contact = there;
  banner();
}

function banner() {
  const waiting = [...lanes.values()].filter((lane) => lane.item && lane.failures);
  const unkept = waiting.some((lane) => !lane.kept);
  outbox.querySelector('[data-banner="waiting"]').hidden = contact && !waiting.length;
  outbox.querySelector('[data-banner="unkept"]').hidden = !unkept;
}

addEventListener("online", sendAll);
addEventListener("pagehide", () => {
  for (const lane of lanes.values()) if (lane.item) lane.leave();
});
document.addEventListener("visibilitychange", sendAll); // phones may never say pagehide
addEventListener("beforeunload", (event) => {
  if ([...lanes.values()].some((lane) => lane.item && !lane.kept)) event.preventDefault();
});
