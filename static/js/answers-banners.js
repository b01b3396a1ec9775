// What concerns the whole page: no network, signed out, closed. Said once, not at each answer.
import { copyOf, text } from "./answers-words.js";

const QUIET = 1000;

export class Banners {
  constructor(outbox, lanes, store) {
    Object.assign(this, { outbox, lanes, store });
    outbox.querySelector("[data-discard]").addEventListener("click", () => this.discard());
  }

  update() {
    const unsaved = [...this.lanes.values()].filter((lane) => lane.item);
    const outcomes = new Set(unsaved.map((lane) => lane.outcome));
    this.toggle("signed-out", outcomes.has("signed-out"));
    this.toggle("waiting", outcomes.has("retrying") && !outcomes.has("signed-out"));
    this.toggle("unkept", unsaved.some((lane) => lane.failures && !lane.kept));
    this.toggle("closed", outcomes.has("closed"));
    if (outcomes.has("closed")) this.list(unsaved);
  }

  toggle(name, shown) {
    this.outbox.querySelector(`[data-banner="${name}"]`).hidden = !shown;
  }

  list(unsaved) {
    const rows = unsaved.map((lane) => row(lane.item.told));
    this.outbox.querySelector("[data-unsaved]").replaceChildren(...rows);
  }

  discard() {
    this.store.clear();
    for (const lane of this.lanes.values()) lane.item = null;
    this.update();
  }
}

function row({ about, words }) {
  const copy = copyOf("unsaved");
  copy.querySelector("[data-slot=question]").textContent = about;
  copy.querySelector("[data-slot=text]").value = words;
  return copy;
}

// To those who hear the page: a save when it is quiet, a trouble once.
let timer;
let last;
export function announce(outcome, detail = {}) {
  if (["saving", "theirs"].includes(outcome)) return;
  if (outcome === last && outcome !== "saved") return;
  last = outcome;
  clearTimeout(timer);
  const words = { clock: detail.saved_at ?? "", message: detail.message };
  timer = setTimeout(() => {
    document.querySelector("[data-live]").textContent = text(outcome, words);
  }, QUIET);
}
