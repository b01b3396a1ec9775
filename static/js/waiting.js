/* What takes seconds says so: how far a file has come, and that the portal works on it. */
const told = (form) => form.querySelector(".waiting");

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-waits]");
  if (form) told(form).textContent = form.dataset.sends ?? form.dataset.waits;
});

document.addEventListener("htmx:xhr:progress", (event) => {
  const form = event.target.closest("form[data-sends]");
  const { lengthComputable, loaded, total } = event.detail;
  if (!form || !lengthComputable) return;
  const bar = form.querySelector("progress");
  bar.hidden = loaded >= total;
  bar.value = loaded / total;
  if (loaded >= total) told(form).textContent = form.dataset.waits;
});

for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(failure, (event) => {
    const form = event.target.closest("form[data-fails]");
    if (!form) return;
    form.querySelector("progress").hidden = true;
    told(form).textContent = form.dataset.fails;
  });
}

/* Back again, the browser shows the page as it was left. */
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-waits]").forEach((form) => (told(form).textContent = ""));
});
