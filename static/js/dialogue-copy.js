// One's own words, taken along: by the clipboard, or marked to be copied by hand.
import { phrase } from "./answers-words.js";

export function copyButtons(page) {
  for (const button of page.querySelectorAll("[data-copy]")) {
    button.addEventListener("click", () => copy(button));
  }
}

async function copy(button) {
  const area = document.getElementById(button.dataset.copy);
  area.select();
  await navigator.clipboard?.writeText(area.value);
  button.nextElementSibling.replaceChildren(...phrase("copied"));
}
