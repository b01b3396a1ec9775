// Passkeys: a form with data-passkey asks the browser for one, and sends what it answers.
// What may be asked for stands in data-options, or is fetched when the button is pressed.
const { webauthnJSON } = window;

async function options(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options);
  const response = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`${response.status}`);
  return (await response.json()).request_options;
}

async function send(form) {
  const ask = form.dataset.passkey === "create" ? webauthnJSON.create : webauthnJSON.get;
  form.elements.credential.value = JSON.stringify(await ask(await options(form)));
  form.submit();
}

async function press(event) {
  event.preventDefault();
  const form = event.target;
  const told = form.querySelector("[data-passkey-failed]");
  const button = form.querySelector("button");
  told.hidden = true;
  button.disabled = true;
  try {
    await send(form);
  } catch {
    // The person closed the browser's question, or the device has no passkey for this page.
    told.hidden = false;
    button.disabled = false;
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!webauthnJSON?.supported()) continue;
  form.hidden = false;
  form.addEventListener("submit", press);
  document.querySelectorAll("[data-without-passkey]").forEach((it) => it.remove());
}
