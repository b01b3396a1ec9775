// One answer to the server, and what became of it, told in one word.
import { csrfToken } from "./form-token.js";

const PATIENCE = 20_000; // milliseconds before a request that hangs is tried again
const KEEPALIVE_LIMIT = 16_000; // browsers let about 64 kB outlive a page, all requests together

export async function post(url, fields, patience = PATIENCE) {
  try {
    let response = await send(url, fields, patience);
    if (response.status === 403) {
      await fetch(location.href, { credentials: "same-origin" }); // sets a new CSRF cookie
      response = await send(url, fields, patience);
    }
    return await understand(response);
  } catch {
    return { outcome: "retrying" };
  }
}

function send(url, fields, patience) {
  const body = new URLSearchParams(fields);
  return fetch(url, {
    method: "POST",
    body,
    credentials: "same-origin",
    headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" },
    keepalive: body.toString().length < KEEPALIVE_LIMIT,
    signal: AbortSignal.timeout?.(patience),
  });
}

// What is not our own JSON (a proxy's error, the sign-in page of a guest network) saved nothing.
async function understand(response) {
  const known = [200, 400, 401, 404, 409, 413].includes(response.status);
  if (!known) return { outcome: "retrying", wait: Number(response.headers.get("Retry-After")) };
  const answer = await response.json();
  if (response.status === 401) return { outcome: "signed-out" };
  if (response.status === 409) return { ...answer, outcome: answer.reason };
  if (response.status !== 200) return { ...answer, outcome: "refused" };
  return Number.isInteger(answer.version)
    ? { ...answer, outcome: "saved" }
    : { outcome: "retrying" };
}
