// One answer on the page: its controls, and what is said beside them about its saving.
import { copyOf, phrase, text } from "./answers-words.js";

export class Field {
  constructor(element) {
    const { lane, version, ...question } = element.dataset;
    Object.assign(this, { element, question, name: lane, version: Number(version) });
    this.status = document.querySelector(`[data-status="${lane}"]`);
    this.area = element.querySelector("textarea");
    this.radios = [...element.querySelectorAll(`input[type=radio][name="${lane}"]`)];
    this.shared = element.querySelector(`[name="shared-${lane}"]`);
    this.count();
  }

  owns(control) {
    return control === this.area || control === this.shared || this.radios.includes(control);
  }

  read() {
    if (!this.area) return { step: this.radios.find((radio) => radio.checked)?.value };
    if (!this.shared) return { text: this.area.value };
    return { text: this.area.value, shared: this.shared.checked };
  }

  write(value) {
    for (const radio of this.radios) radio.checked = radio.value === value?.step;
    if (this.area) this.area.value = value?.text ?? "";
    if (this.shared) this.shared.checked = Boolean(value?.shared);
    const folded = this.element.closest("details");
    if (folded && this.area.value) folded.open = true;
    this.count();
  }

  // The answer in words: for a rating "3 Stämmer till stor del".
  words(value) {
    if (!value) return text("nothing");
    if (this.area) return value.text || text("nothing");
    const label = this.radios.find((radio) => radio.value === value.step)?.labels[0];
    if (!label) return text("nothing");
    return [...label.querySelectorAll("b, span")].map((part) => part.textContent).join(" ");
  }

  about() {
    const heading = this.element.querySelector("legend, label");
    return heading.textContent.replace(/\s+/g, " ").trim();
  }

  say(outcome, detail = {}) {
    const words = { clock: detail.saved_at ?? "", message: detail.message };
    this.status.className = `status ${outcome}`;
    this.status.replaceChildren(...phrase(outcome, words));
    this.area?.setAttribute("aria-invalid", outcome === "refused");
  }

  // Both answers, and a button for each; built once, then only its words change.
  ask(mine, theirs, choose) {
    if (!this.conflict) {
      this.conflict = copyOf("conflict");
      this.element.querySelector("legend, label").after(this.conflict);
    }
    this.conflict.querySelector("[data-slot=mine]").textContent = this.words(mine);
    this.conflict.querySelector("[data-slot=theirs]").textContent = this.words(theirs);
    for (const button of this.conflict.querySelectorAll("[data-keep]")) {
      button.onclick = () => {
        this.settle();
        choose(button.dataset.keep === "mine");
      };
    }
  }

  settle() {
    this.conflict.remove();
    this.conflict = null;
    (this.area ?? this.radios.find((radio) => radio.checked) ?? this.radios[0]).focus();
  }

  // Characters left, as the server counts them: an emoji is one.
  count() {
    const limit = this.element.querySelector("[data-limit]");
    if (!limit) return;
    const written = [...this.area.value.trim()].length;
    const left = limit.dataset.limit - written;
    const word = left < 0 ? "excess" : written ? "remaining" : "limit";
    limit.textContent = text(word, { left: Math.abs(left), limit: limit.dataset.limit });
    limit.classList.toggle("excess", left < 0);
  }

  close() {
    if (this.area) this.area.readOnly = true;
    if (this.shared) this.shared.disabled = true;
    for (const radio of this.radios) radio.disabled = true;
  }

  show() {
    this.element.scrollIntoView({ block: "center" });
    (this.area ?? this.radios[0]).focus({ preventScroll: true });
  }
}
