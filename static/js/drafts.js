// What somebody had written in a form when they were signed out: kept in this tab alone, put back
// when the same person is on the same page again, and gone when they sign out by themselves.
// Answers and analyses are not among it: they are saved one by one, and have outboxes.
const KEY = "styrkedjan.utkast";
const FIELDS = "main form[method=post]:not(#answers, #analysis) :is(textarea, select, input)";
const NOT_KEPT = "[type=hidden], [type=file], [type=password], [autocomplete=one-time-code]";

const here = () => location.pathname + location.search;
const fields = () =>
  [...document.querySelectorAll(FIELDS)].filter((field) => field.name && !field.matches(NOT_KEPT));
const isChoice = (field) => ["checkbox", "radio"].includes(field.type);

function isChanged(field) {
  if (isChoice(field)) return field.checked !== field.defaultChecked;
  if (field.options) return [...field.options].some((each) => each.selected !== each.defaultSelected);
  return field.value !== field.defaultValue;
}

export function keep(user) {
  const written = fields().map((field) => (isChoice(field) ? field.checked : field.value));
  if (!fields().some(isChanged)) return;
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ user, page: here(), written }));
  } catch {
    // full, or forbidden in a private window
  }
}

export function clear() {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // as above: then nothing was kept either
  }
}

// Whether something was put back. A form that has changed meanwhile is left as it is.
export function putBack(user) {
  const draft = read();
  if (draft && draft.user !== user) clear();
  if (draft?.user !== user || draft.page !== here()) return false;
  clear();
  const all = fields();
  if (all.length !== draft.written.length) return false;
  all.forEach((field, index) => write(field, draft.written[index]));
  return true;
}

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY));
  } catch {
    return null;
  }
}

function write(field, value) {
  if (isChoice(field)) field.checked = value;
  else field.value = value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
}
