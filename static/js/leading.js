// The leader's page and the screen follow the dialogue by themselves while somebody can see them.
const AWAKE = { "who": 3000, "screen": 2000 };

function beat() {
  for (const [id, pause] of Object.entries(AWAKE)) {
    const part = document.getElementById(id);
    if (!part || document.hidden) continue;
    const asked = Number(part.dataset.asked || 0);
    if (Date.now() - asked >= pause) {
      part.dataset.asked = Date.now();
      window.htmx.trigger(part, "awake");
    }
  }
}

function lost(isLost) {
  for (const sign of document.querySelectorAll("[data-lost]")) sign.hidden = !isLost;
}

// Somebody else leads on: follow, unless something is being written here.
document.body.addEventListener("htmx:afterSwap", () => {
  const onward = document.querySelector("[data-onward]");
  if (onward && !document.activeElement?.matches("textarea, input")) onward.click();
});

let lock = null;
async function stayAwake() {
  if (!document.getElementById("screen") || document.hidden || !navigator.wakeLock) return;
  try {
    lock = await navigator.wakeLock.request("screen");
  } catch {
    lock = null; // the browser may refuse, to save its battery
  }
}

document.body.addEventListener("htmx:sendError", () => lost(true));
document.body.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) lost(false);
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  for (const id of Object.keys(AWAKE)) document.getElementById(id)?.removeAttribute("data-asked");
  beat();
  if (!lock || lock.released) stayAwake();
});
window.setInterval(beat, 1000);
stayAwake();
