// What was written too late to come with the others is shown, so that it can be copied.
import { copyOf } from "./answers-words.js";

export class Lost {
  constructor(outbox, lanes, store) {
    Object.assign(this, { lanes, store });
    this.banner = outbox.querySelector('[data-banner="closed"]');
    this.list = outbox.querySelector("[data-unsaved]");
    outbox.querySelector("[data-discard]").addEventListener("click", () => this.discard());
  }

  update(fields, page) {
    this.found = [...this.late(fields), ...this.unsent(page)];
    this.banner.hidden = !this.found.length;
    const texts = [...this.list.querySelectorAll("textarea")].map((each) => each.value);
    if (this.found.some(({ told }, place) => told.words !== texts[place])) this.show();
  }

  *late(fields) {
    for (const lane of this.lanes.values()) {
      const unseen = lane.stopped && !fields.has(lane.name);
      if (lane.item && (unseen || lane.stopped === "closed")) yield { lane, ...lane.item };
    }
  }

  // A check-out that its page no longer asks for; those that are counted came in.
  *unsent(page) {
    for (const [name, draft] of this.store.all()) {
      if (!name.startsWith("check-out-")) continue;
      const number = Number(name.slice("check-out-".length));
      if (number < Number(page.dataset.checkOuts)) this.store.remove(name, draft.token);
      else if ("released" in page.dataset && draft.value.text) yield { name, ...draft };
    }
  }

  show() {
    this.list.replaceChildren(
      ...this.found.map(({ told }) => {
        const copy = copyOf("unsaved");
        copy.querySelector("[data-slot=question]").textContent = told.about;
        copy.querySelector("[data-slot=text]").value = told.words;
        return copy;
      }),
    );
  }

  discard() {
    for (const { lane, name, token } of this.found) {
      if (lane) lane.drop();
      else this.store.remove(name, token);
    }
    this.found = [];
    this.banner.hidden = true;
  }
}
