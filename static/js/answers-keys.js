// 1–4 and 0 choose, j and k move, ? explains. Never while somebody writes, and they can be
// turned off: single keys also reach the page by mistake, or through speech control.
const OFF = "styrkedjan.kortkommandon.av";
const WRITING = "textarea, select, input:not([type=radio], [type=checkbox]), [contenteditable]";

export function listen(questions) {
  const help = document.getElementById("help");
  const button = document.querySelector("[data-open-help]");
  const keysOn = document.getElementById("keys-on");
  let current = null;
  button.hidden = false;
  button.addEventListener("click", () => help.showModal());
  keysOn.checked = !remembered();
  keysOn.addEventListener("change", () => remember(!keysOn.checked));
  document.addEventListener("focusin", (event) => {
    current = event.target.closest?.(".question") ?? current;
  });

  document.addEventListener("keydown", (event) => {
    const onChoice = event.target.matches("input[type=radio], input[type=checkbox]");
    if (event.key === "Enter" && onChoice) return event.preventDefault(); // would send the form
    if (event.ctrlKey || event.metaKey || event.altKey || help.open || !keysOn.checked) return;
    if (event.target.closest(WRITING)) return;
    const act = actions[event.key];
    if (!act) return;
    event.preventDefault();
    act(event.key);
  });

  const choose = (key) => {
    const question = here();
    const radio = question?.querySelector(`input[type=radio][name^=rating][value="${key}"]`);
    if (!radio || radio.disabled) return;
    go(question, radio);
    if (radio.checked) return;
    radio.checked = true;
    radio.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const move = (step) => () => {
    const index = current ? questions.indexOf(current) + step : 0;
    go(questions[Math.max(0, Math.min(index, questions.length - 1))]);
  };
  const actions = {
    ...Object.fromEntries(["0", "1", "2", "3", "4"].map((key) => [key, choose])),
    j: move(1),
    k: move(-1),
    "?": () => help.showModal(),
  };

  const here = () => current ?? questions.find((question) => !question.querySelector(":checked"));
  const go = (question, radio) => {
    const chosen = question.querySelector(".scale :checked");
    const target = radio ?? chosen ?? question.querySelector(".scale input[name^=rating]");
    target.focus({ preventScroll: true, focusVisible: true });
    question.scrollIntoView({ block: "nearest" });
  };
}

function remembered() {
  try {
    return localStorage.getItem(OFF) !== null;
  } catch {
    return false;
  }
}

function remember(off) {
  try {
    if (off) localStorage.setItem(OFF, "1");
    else localStorage.removeItem(OFF);
  } catch {
    // a private window: the choice lasts as long as the page
  }
}
