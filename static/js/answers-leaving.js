// Going on to another page, losing the network and coming back.
import { text } from "./answers-words.js";

const PATIENCE = 3000; // milliseconds that a person waits for the last save before going on

export function leaveWith({ form, lanes, fields }) {
  const all = () => [...lanes.values()];
  const unsaved = () => all().filter((lane) => lane.item);
  const again = () => unsaved().forEach((lane) => lane.run());

  addEventListener("online", again);
  addEventListener("pageshow", (event) => event.persisted && again());
  addEventListener("pagehide", () => unsaved().forEach((lane) => lane.leave()));
  document.addEventListener("visibilitychange", again); // phones may never say pagehide
  document.addEventListener("session:ending", again);
  addEventListener("beforeunload", (event) => {
    if (unsaved().some((lane) => !lane.kept)) event.preventDefault();
  });

  let warned = false;
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const onward = form.dataset[event.submitter?.value ?? "next"];
    again();
    await settled(unsaved, PATIENCE);
    const left = unsaved();
    if (!left.length || warned) return location.assign(onward);
    warned = true;
    form.querySelector("[data-wait]").textContent = text("wait");
    fields.get(left.find((lane) => lane.stopped)?.name)?.show();
  });
}

async function settled(unsaved, patience) {
  const end = Date.now() + patience;
  while (unsaved().some((lane) => !lane.stopped) && Date.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
