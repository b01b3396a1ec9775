// A table on the clipboard is sent as it is, beside its text; whoever then edits the text means
// the text.
const area = document.querySelector("[data-paste]");
const markup = area.form.elements.markup;
const said = document.querySelector("[data-pasted]");
const SPANS = ["colspan", "rowspan"];

// The tables alone, without all that only tells how they look.
function tables(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const all = [...page.querySelectorAll("table")];
  for (const each of page.querySelectorAll("table, table *")) {
    for (const name of each.getAttributeNames()) if (!SPANS.includes(name)) each.removeAttribute(name);
  }
  const outer = all.filter((each) => !each.parentElement.closest("table"));
  return outer.map((each) => each.outerHTML).join("");
}

function tell() {
  said.textContent = markup.value ? said.dataset.found : "";
}

area.addEventListener("paste", (event) => {
  const html = event.clipboardData.getData("text/html");
  const all = area.selectionEnd - area.selectionStart === area.value.length;
  setTimeout(() => {
    markup.value = all ? tables(html) : "";
    tell();
  });
});
area.addEventListener("input", (event) => {
  if (event.inputType === "insertFromPaste") return;
  markup.value = "";
  tell();
});
tell();
