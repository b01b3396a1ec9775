// How long the person stays signed in: a warning in time, in every tab alike, and nothing of
// theirs to read afterwards. The server alone knows how long is left, so here it is asked.
import { clear, keep, putBack } from "./drafts.js";
import { csrfToken } from "./form-token.js";

const WARNING = 120; // seconds before the end
const LAST_MINUTE = 60;
const SAVING = 2000; // milliseconds that answers get to be saved before anything is said
const AGAIN = 15_000; // milliseconds before a server that can't be reached is asked again
const ACTS = ["keydown", "pointerdown", "wheel", "touchmove"];

const dialog = document.getElementById("session");
const { url, user, signIn, signOut } = dialog?.dataset ?? {};
const tabs = window.BroadcastChannel && new BroadcastChannel("styrkedjan.session");

let end; // of the session, by this computer's clock
let timer;
let lastAct = 0;

if (dialog) begin();
else tabs?.postMessage("changed"); // perhaps just signed out: the other tabs find out

function begin() {
  plan(Number(dialog.dataset.seconds));
  listen();
  if (!putBack(user)) return;
  const said = document.querySelector("[data-put-back]").content.cloneNode(true);
  document.getElementById("messages").append(said);
}

function plan(seconds) {
  end = Date.now() + seconds * 1000;
  wait(approach, seconds - WARNING);
}

function wait(next, seconds) {
  clearTimeout(timer);
  timer = setTimeout(() => next(), Math.max(1, seconds) * 1000);
}

// Whoever is busy on the page is not disturbed, only kept signed in.
async function approach() {
  document.dispatchEvent(new Event("session:ending"));
  await new Promise((resolve) => setTimeout(resolve, SAVING));
  await ask(Date.now() - lastAct < WARNING * 1000 ? "POST" : "GET");
}

// Whether it is still the same person's session.
async function ask(method = "GET") {
  const left = await fetched(method);
  const isMine = String(left?.user) === user;
  if (left === null) wait(ask, AGAIN / 1000);
  else if (!isMine) leave();
  else if (left.seconds > WARNING) stay(left.seconds);
  else warn(left);
  return isMine;
}

async function fetched(method) {
  const headers = { "X-CSRFToken": csrfToken(), Accept: "application/json" };
  try {
    const response = await fetch(url, { method, headers, credentials: "same-origin" });
    return response.ok || response.status === 401 ? await response.json() : null;
  } catch {
    return null;
  }
}

function stay(seconds) {
  if (dialog.open) dialog.close("elsewhere");
  plan(seconds);
}

function warn({ seconds, is_last: isLast }) {
  end = Date.now() + seconds * 1000;
  const isSoon = seconds > LAST_MINUTE;
  show("when", isSoon ? "soon" : "now");
  show("why", isLast ? "last" : "idle");
  dialog.returnValue = "";
  if (!dialog.open && dialog.dataset.told !== "last") dialog.showModal();
  if (isLast) dialog.dataset.told = "last"; // nothing gives more time, so it is said once
  wait(ask, isSoon ? seconds - LAST_MINUTE : seconds);
}

function show(name, chosen) {
  for (const part of dialog.querySelectorAll(`[data-${name}]`)) {
    part.hidden = part.dataset[name] !== chosen;
  }
}

// What was being written is kept if time ran out, not if the person signed out in another tab.
function leave() {
  if (Date.now() > end - AGAIN) keep(user);
  location.replace(`${signIn}?next=${encodeURIComponent(location.pathname + location.search)}`);
}

function listen() {
  // Closed by its button or by Esc: somebody is there.
  dialog.addEventListener("close", async () => {
    if (dialog.returnValue === "elsewhere") return;
    await ask("POST");
    tabs?.postMessage("changed");
  });
  document.addEventListener("submit", (event) => {
    if (event.target.action.startsWith(new URL(signOut, location).href)) clear();
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && Date.now() > end - WARNING * 1000) ask();
  });
  // Back again, the browser may show the page as it was left, whoever is there now.
  addEventListener("pageshow", async (event) => {
    if (!event.persisted) return;
    document.documentElement.hidden = true;
    if (await ask()) document.documentElement.hidden = false;
    else location.reload();
  });
  if (tabs) tabs.onmessage = () => ask();
  for (const act of ACTS) {
    addEventListener(act, () => (lastAct = Date.now()), { passive: true, capture: true });
  }
}
