// What the script says stands in the page, to be translated: here it is looked up and filled in.
const templates = document.getElementById("outbox")?.querySelectorAll("template") ?? [];
const byName = Object.fromEntries(
  [...templates].map((template) => [template.dataset.template, template.content]),
);

export function copyOf(name) {
  return byName[name].firstElementChild.cloneNode(true);
}

// A phrase with its icon, as nodes; `{left}` and the like are replaced by the values.
export function phrase(word, values = {}) {
  const nodes = byName.words.querySelector(`[data-word="${word}"]`).cloneNode(true).childNodes;
  for (const node of nodes) {
    if (node.nodeType === Node.TEXT_NODE) node.data = fill(node.data, values);
  }
  return [...nodes];
}

export function text(word, values) {
  return phrase(word, values)
    .map((node) => node.textContent)
    .join("")
    .trim();
}

function fill(pattern, values) {
  return pattern.replace(/\{(\w+)\}/g, (all, key) => values[key] ?? all);
}
