// The recovery codes are shown once: buttons that print them and copy them.
const codes = [...document.querySelectorAll("[data-codes] li")].map((it) => it.textContent.trim());

const done = {
  print: () => window.print(),
  copy: async (button) => {
    await navigator.clipboard.writeText(codes.join("\n"));
    button.textContent = button.dataset.done;
  },
};

for (const button of document.querySelectorAll("button[data-do]")) {
  button.hidden = false;
  button.addEventListener("click", () => done[button.dataset.do](button));
}
