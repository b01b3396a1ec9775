// The check-out: a draft in the phone until it is sent, and sent until it is acknowledged.
import { post } from "./answers-post.js";
import { phrase } from "./answers-words.js";

const TOKEN = "draft";
const LONGEST = 15_000;

export class CheckOut {
  constructor(form, store, url, { contact, done }) {
    Object.assign(this, { form, store, url, contact, done, failures: 0 });
    this.number = form.dataset.checkOut;
    this.name = `check-out-${this.number}`;
    this.status = form.querySelector("[data-check-out-status]");
    this.area = form.querySelector("textarea");
    this.write(store.get(this.name));
    form.addEventListener("input", () => this.keep(false));
    form.addEventListener("change", () => this.keep(false));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.keep(true);
      this.send();
    });
    if (store.get(this.name)?.sending) this.send();
  }

  write(draft) {
    if (!draft) return;
    this.area.value = draft.value.text;
    for (const radio of this.form.querySelectorAll("input[type=radio]")) {
      radio.checked = radio.value === draft.value.step;
    }
  }

  keep(sending) {
    const step = this.form.querySelector("input[type=radio]:checked")?.value ?? "";
    const value = { text: this.area.value, step };
    const about = this.form.querySelector("label").textContent.trim();
    this.store.put(this.name, { token: TOKEN, sending, value, told: { about, words: value.text } });
    return value;
  }

  async send() {
    if (!this.form.isConnected || this.busy) return;
    this.hold(true);
    this.say(this.failures ? "retrying" : "saving", this.status.dataset[this.failures ? "waits" : "sending"]);
    const answer = await post(this.url, { ...this.keep(true), seen: this.number });
    this.hold(false);
    if (answer.outcome === "saved") return this.finish();
    if (["retrying", "signed-out"].includes(answer.outcome)) return this.retry();
    this.keep(false);
    this.status.className = `status ${answer.outcome}`;
    this.status.replaceChildren(...phrase(answer.outcome, { message: answer.message }));
  }

  finish() {
    this.store.remove(this.name, TOKEN);
    this.contact(true);
    this.done();
  }

  // It is on its way, and is not changed meanwhile; a new page of the same step goes on with it.
  retry() {
    this.failures += 1;
    this.hold(true);
    this.busy = false;
    this.say("retrying", this.status.dataset.waits);
    const pause = Math.min(1000 * 2 ** (this.failures - 1), LONGEST) * (0.75 + Math.random() / 2);
    setTimeout(() => this.send(), pause);
  }

  hold(busy) {
    this.busy = busy;
    this.area.readOnly = busy;
    this.form.querySelector("button").disabled = busy;
  }

  say(outcome, words) {
    this.status.className = `status ${outcome}`;
    this.status.textContent = words;
  }
}
