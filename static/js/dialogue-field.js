// One text that several write, with what stands beside it: whether it is shared, or what is chosen.
import { Field } from "./answers-field.js";
import { text } from "./answers-words.js";

export class PhoneField extends Field {
  constructor(element) {
    super(element);
    this.radios = [...element.querySelectorAll("input[type=radio]")];
    this.shared ??= element.querySelector('[name="shared"]');
  }

  read() {
    if (!this.radios.length) return super.read();
    const step = this.radios.find((radio) => radio.checked)?.value ?? "";
    return { text: this.area.value, step };
  }

  words(value) {
    if (!this.radios.length) return super.words(value);
    const label = this.radios.find((radio) => radio.value === value?.step)?.labels[0];
    const parts = label ? [...label.querySelectorAll("b, span")].map((part) => part.textContent) : [];
    return [parts.join(" "), value?.text].filter(Boolean).join("\n") || text("nothing");
  }

  // Mine, theirs or both texts, one after the other.
  choose(lane, theirs) {
    const mine = lane.item.value;
    this.ask(mine, theirs, (isMine) => lane.choose(isMine));
    this.conflict.querySelector('[data-keep="both"]').onclick = () => {
      const value = { ...mine, text: [theirs.text, mine.text].filter(Boolean).join("\n\n") };
      this.settle();
      this.write(value);
      lane.item.value = value;
      lane.choose(true);
    };
  }
}
