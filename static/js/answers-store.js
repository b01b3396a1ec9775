// What the server has not acknowledged yet, kept in the browser: a reload, a crash or a flat
// battery loses nothing. One key for each answer, so that two tabs never write over each
// other's list; an acknowledgement removes only the very value that it acknowledges.
export class Store {
  constructor(participation) {
    this.prefix = `styrkedjan.svar.${participation}.`;
  }

  put(name, item) {
    try {
      localStorage.setItem(this.prefix + name, JSON.stringify(item));
      return true;
    } catch {
      return false; // full, or forbidden in a private window
    }
  }

  get(name) {
    try {
      return JSON.parse(localStorage.getItem(this.prefix + name));
    } catch {
      return null;
    }
  }

  remove(name, token) {
    if (this.get(name)?.token === token) localStorage.removeItem(this.prefix + name);
  }

  all() {
    return this.names()
      .map((name) => [name, this.get(name)])
      .filter(([, item]) => item?.token);
  }

  clear(kind = "") {
    for (const name of this.names()) {
      if (name.startsWith(kind)) localStorage.removeItem(this.prefix + name);
    }
  }

  names() {
    try {
      const keys = Object.keys(localStorage).filter((key) => key.startsWith(this.prefix));
      return keys.map((key) => key.slice(this.prefix.length));
    } catch {
      return [];
    }
  }
}
