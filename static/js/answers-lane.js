// One answer's way to the server: at most one request at a time, always the newest value next.
//
// `item` is the newest value that is not acknowledged: what was asked, the value, the version
// that it replaces (`seen`), its token, and `sent`: the tokens of earlier values whose fate we
// don't know. If the server turns out to hold one of those, it is our own and no conflict.
const LONGEST_PAUSE = 60; // seconds
const TOKENS_KEPT = 20;

export class Lane {
  constructor(name, question, version, { send, store, report }) {
    Object.assign(this, { name, question, version, send, store, report });
    this.item = null;
    this.busy = null; // the item that is on its way
    this.stopped = null; // "refused", "closed" or "stale": waits for the person
    this.failures = 0;
    this.kept = true; // whether the browser could keep the item
  }

  // `told` is the question and the answer in words, for showing them where the page is another.
  set(value, told, pause = 0) {
    if (this.stopped === "closed") return;
    const sent = this.item?.sent ?? [];
    const { question, version: seen } = this;
    this.item = { question, value, told, seen, token: newToken(), sent };
    this.keep();
    if (this.stopped === "stale") return this.report(this, "stale", this.other);
    this.stopped = null;
    this.wake(pause);
  }

  // What an earlier page left, with the version that it was meant to replace.
  restore(item) {
    this.item = item;
    this.version = item.seen;
    this.run();
  }

  keep() {
    this.kept = this.store.put(this.name, this.item);
  }

  wake(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.run(), pause);
    this.pausing = pause > 0;
  }

  async run() {
    clearTimeout(this.timer);
    this.pausing = false;
    if (this.busy || this.stopped || !this.item) return;
    const item = (this.busy = this.item);
    item.sent = [...item.sent, item.token].slice(-TOKENS_KEPT);
    this.keep();
    if (!this.failures) this.report(this, "saving");
    const answer = await this.send(this.fields(this.version));
    this.busy = null;
    this.settle(item, answer);
  }

  fields(seen) {
    return { ...this.item.question, ...this.item.value, seen, token: this.item.token };
  }

  settle(item, answer) {
    const failed = answer.outcome === "retrying" || answer.outcome === "signed-out";
    if (failed) return this.retry(answer);
    this.failures = 0;
    if (answer.outcome === "saved") this.acknowledge(item, answer);
    else if (answer.outcome === "stale") this.compare(answer);
    else if (answer.outcome === "refused" && item !== this.item) this.proceed();
    else this.stop(answer);
  }

  retry(answer) {
    const seconds = Math.max(Math.min(2 ** this.failures, LONGEST_PAUSE), answer.wait || 0);
    this.failures = Math.min(this.failures + 1, 6);
    this.report(this, answer.outcome);
    this.wake(seconds * 1000 * (0.75 + Math.random() / 2));
  }

  acknowledge(item, answer) {
    this.version = answer.version;
    if (item === this.item) this.finish(answer);
    else this.replace({ sent: [] });
  }

  // Somebody saved before us: ourselves without hearing of it, or a second screen.
  compare(answer) {
    const equal = same(answer.value, this.item.value);
    if (!equal && !this.item.sent.includes(answer.token)) return this.stop(answer);
    this.version = answer.version;
    if (equal) this.finish(answer);
    else this.replace({ sent: [] });
  }

  finish(answer) {
    const { value } = this.item;
    this.drop();
    this.report(this, "saved", { ...answer, value });
  }

  drop() {
    this.store.remove(this.name, this.item.token);
    this.item = null;
  }

  replace(change) {
    this.item = { ...this.item, seen: this.version, ...change };
    this.keep();
    this.proceed();
  }

  // The person may be writing: then the pause decides when.
  proceed() {
    if (!this.pausing) this.run();
  }

  stop(answer) {
    this.stopped = answer.outcome;
    this.other = answer;
    this.report(this, answer.outcome, answer);
  }

  // The person has seen both answers and chosen between them.
  choose(mine) {
    this.stopped = null;
    this.version = this.other.version;
    if (mine) return this.replace({ token: newToken(), sent: [] });
    this.drop();
    this.report(this, "theirs", this.other);
  }

  // The page goes away, perhaps for good. If an older value is still on its way, the newest
  // follows blindly, as the version after it; what goes wrong is put right on the next visit.
  leave() {
    if (this.busy && this.busy !== this.item) this.send(this.fields(this.version + 1));
    else this.run();
  }
}

function same(theirs, mine) {
  if (!theirs) return false;
  return Object.keys(mine).every((key) => tidy(theirs[key]) === tidy(mine[key]));
}

const tidy = (value) => String(value).replace(/\r\n?/g, "\n").trim();

// crypto.randomUUID is missing on plain http, as on a test server in the own network.
function newToken() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
