// Who takes answers back, takes back also what has not reached the server.
import { Store } from "./answers-store.js";

for (const form of document.querySelectorAll("form[data-clears]")) {
  const { clears, kind = "" } = form.dataset;
  form.addEventListener("submit", () => {
    for (const participation of clears.split(" ")) new Store(participation).clear(kind);
  });
}
