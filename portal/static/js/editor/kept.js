// What was typed and is not on the server yet, kept on this device until it is.
//
// Each window keeps its own under a name of its own, so that two windows never write over each
// other; what a window that is gone has left behind, the next one takes over. Each entry knows
// the row version that it was typed on (`seen`), and what was sent of it without an answer.

const MOST_UNANSWERED = 5;
const TAB = "heimspiel-window";
const LOCK_PATIENCE = 400;

export class Kept {
  constructor(key) {
    this.prefix = `heimspiel-editor-${key}-`;
    this.entries = {};
    this.known = {};
  }

  // Finds this window's name, and takes over what windows have left that are no longer there.
  async open() {
    this.tab = await this.nameWindow();
    const alive = await this.windowsAlive();
    const own = this.prefix + this.tab;
    for (const key of this.storedKeys()) {
      if (key !== own && alive.has(key)) continue;
      this.entries = { ...undecided(read(key)), ...this.entries };
      if (key !== own) remove(key);
    }
    if (this.count) this.write();
  }

  async nameWindow() {
    const named = sessionValue(TAB);
    if (!navigator.locks) return named ?? newName();
    if (named && (await this.hold(named, LOCK_PATIENCE))) return named;
    const name = newName();
    await this.hold(name, LOCK_PATIENCE);
    return name;
  }

  // A window holds a lock of its name as long as it lives; a copy of a window gets a new name.
  hold(name, patience) {
    return new Promise((tell) => {
      const waited = new AbortController();
      const timer = window.setTimeout(() => waited.abort(), patience);
      navigator.locks
        .request(this.prefix + name, { signal: waited.signal }, () => {
          window.clearTimeout(timer);
          tell(true);
          return new Promise((release) => {
            this.release = release;
          });
        })
        .catch(() => tell(false));
    });
  }

  async windowsAlive() {
    if (!navigator.locks) return new Set();
    const { held } = await navigator.locks.query();
    return new Set(held.map((lock) => lock.name));
  }

  close() {
    this.release?.();
  }

  storedKeys() {
    try {
      return Object.keys(window.localStorage).filter((key) => key.startsWith(this.prefix));
    } catch {
      return [];
    }
  }

  get changes() {
    return Object.fromEntries(Object.entries(this.entries).map(([field, entry]) => [field, entry.value]));
  }

  get count() {
    return Object.keys(this.entries).length;
  }

  has(field) {
    return field in this.entries;
  }

  set(field, value, version) {
    const before = this.entries[field];
    const seen = before?.seen ?? Math.max(version, this.known[field] ?? 0);
    this.entries[field] = { ...before, value, seen };
    this.write();
  }

  drop(field) {
    delete this.entries[field];
    this.write();
  }

  // What a save carries: everything but what somebody still has to decide.
  toSend() {
    const ready = Object.entries(this.entries).filter(([, entry]) => !entry.clash);
    const of = (part) => Object.fromEntries(ready.filter(([, e]) => e[part] !== undefined).map(([f, e]) => [f, e[part]]));
    return { changes: of("value"), seen: of("seen"), unanswered: of("unanswered") };
  }

  // Nobody knows whether these arrived.
  doubt(sent) {
    for (const [field, value] of Object.entries(sent)) {
      const entry = this.entries[field];
      if (!entry || entry.unanswered?.some((one) => same(one, value))) continue;
      entry.unanswered = [...(entry.unanswered ?? []), value].slice(-MOST_UNANSWERED);
    }
    this.write();
  }

  // Forgets what was saved, unless it was typed over since; that was typed on what was saved.
  settle(sent, unread, version) {
    for (const [field, value] of Object.entries(sent)) {
      this.known[field] = version;
      const entry = this.entries[field];
      if (!entry) continue;
      if (same(entry.value, value) && !unread.includes(field)) delete this.entries[field];
      else this.entries[field] = { value: entry.value, seen: version };
    }
    this.write();
  }

  // Somebody else set these: they wait until it is decided which value stays.
  clash(fields) {
    for (const field of fields) if (this.entries[field]) this.entries[field].clash = true;
    this.write();
  }

  decide(field, version) {
    if (this.entries[field]) this.entries[field] = { value: this.entries[field].value, seen: version };
    this.write();
  }

  write() {
    if (!this.tab) return;
    try {
      const key = this.prefix + this.tab;
      window.sessionStorage.setItem(TAB, this.tab);
      if (this.count === 0) window.localStorage.removeItem(key);
      else window.localStorage.setItem(key, JSON.stringify(this.entries));
    } catch {
      // A full or closed storage must not keep anybody from typing; saving goes on.
    }
  }
}

export function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

// What waited for a choice is sent again, so that the choice is offered again.
function undecided(entries) {
  return Object.fromEntries(Object.entries(entries).map(([field, { clash, ...entry }]) => [field, entry]));
}

function newName() {
  return Math.random().toString(36).slice(2, 12);
}

function sessionValue(key) {
  try {
    return window.sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

function read(key) {
  try {
    return JSON.parse(window.localStorage.getItem(key)) ?? {};
  } catch {
    return {};
  }
}

function remove(key) {
  try {
    window.localStorage.removeItem(key);
  } catch {
    // It stays, and is taken over again: saving the same value twice changes nothing.
  }
}
