// How far the person has come: counts, marks and minutes, brought up to date after each save.
import { text } from "./answers-words.js";

export class Progress {
  constructor(aside, ratings) {
    this.aside = aside;
    this.answered = new Set(ratings.filter((field) => field.version > 0).map((field) => field.name));
    this.total = ratings.length;
    const { answered, total, untouched, pace } = aside.dataset;
    this.elsewhere = answered - this.answered.size;
    this.all = Number(total);
    this.untouched = untouched - (this.answered.size ? 0 : 1);
    this.pace = Number(pace);
  }

  note(name, isAnswered) {
    if (isAnswered) this.answered.add(name);
    else this.answered.delete(name);
    this.show();
  }

  show() {
    const here = { answered: this.answered.size, total: this.total };
    const all = { answered: this.elsewhere + here.answered, total: this.all };
    say("[data-part-count]", text("count", here));
    say("[data-all-count]", text("count", all));
    say("[data-minutes]", this.minutes(all.total - all.answered));
    say(".steps [aria-current] .step-words", text("count", here));
    this.aside.querySelector("progress").value = all.answered;
    const mark = this.aside.querySelector(".steps [aria-current] .step-mark");
    mark.classList.toggle("done", here.answered === here.total);
    mark.classList.toggle("part", here.answered > 0 && here.answered < here.total);
  }

  minutes(left) {
    if (!left) return text("all");
    const minutes = this.untouched + (this.answered.size ? 0 : 1) + Math.ceil(left / this.pace);
    return minutes === 1 ? text("minute") : text("minutes", { minutes });
  }
}

// "Du har svarat": the person's own ratings beside the overall question.
export function echo(field, value) {
  const item = document.querySelector(`[data-echo="${field.name}"]`);
  if (!item) return;
  item.querySelector("[data-echo-words]").textContent = field.words(value);
  const mark = value?.step ?? "";
  item.querySelector("[data-echo-mark]").textContent = mark === "0" ? "–" : mark;
}

function say(selector, words) {
  for (const element of document.querySelectorAll(selector)) element.textContent = words;
}
