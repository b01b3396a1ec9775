// Asks whether anything has changed: as often as the portal wishes, less often without an answer,
// not at all while the phone sleeps, and at once when it wakes.
const PATIENCE = 8000; // milliseconds before a question that hangs is given up
const LONGEST = 15_000;

export class Pulse {
  constructor(url, { changed, heard }) {
    Object.assign(this, { url, changed, heard, failures: 0, pause: 1000, runs: false });
    const wake = () => document.visibilityState === "visible" && this.wait(0);
    document.addEventListener("visibilitychange", wake);
    addEventListener("pageshow", (event) => event.persisted && wake());
    addEventListener("online", wake);
  }

  // What the page shows now.
  follow(state, pause, runs) {
    const asks = this.runs;
    Object.assign(this, { state, pause: pause || this.pause, runs });
    if (runs && !asks) this.wait(this.spread());
  }

  wait(milliseconds) {
    clearTimeout(this.timer);
    if (this.runs) this.timer = setTimeout(() => this.beat(), milliseconds);
  }

  // Not all in the same moment, however they began.
  spread() {
    return this.pause * (0.75 + Math.random() / 2);
  }

  async beat() {
    if (this.asking || document.visibilityState === "hidden") return;
    this.asking = true;
    try {
      await this.ask();
      this.failures = 0;
      this.heard(true);
    } catch {
      this.failures += 1;
      if (this.failures > 1) this.heard(false);
    } finally {
      this.asking = false;
    }
    this.wait(Math.min(this.spread() * 2 ** Math.min(this.failures, 5), LONGEST));
  }

  async ask() {
    const address = `${this.url}?sett=${encodeURIComponent(this.state)}`;
    const signal = AbortSignal.timeout?.(PATIENCE);
    const answer = await fetch(address, { cache: "no-store", credentials: "same-origin", signal });
    if (![200, 204].includes(answer.status) || !answer.headers.has("Pause")) throw new Error();
    this.pause = Number(answer.headers.get("Pause"));
    if (answer.status === 200) await this.changed(await answer.text());
  }
}
