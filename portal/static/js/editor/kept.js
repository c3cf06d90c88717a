// What was typed and is not on the server yet, kept on this device until it is.

export class Kept {
  constructor(key) {
    this.key = `heimspiel-editor-${key}`;
    this.changes = this.read();
  }

  read() {
    try {
      return JSON.parse(window.localStorage.getItem(this.key)) ?? {};
    } catch {
      return {};
    }
  }

  get count() {
    return Object.keys(this.changes).length;
  }

  set(field, value) {
    this.changes[field] = value;
    this.write();
  }

  drop(field) {
    delete this.changes[field];
    this.write();
  }

  // Forgets what was saved, unless it was typed over since.
  settle(sent, unread) {
    for (const [field, value] of Object.entries(sent)) {
      if (unread.includes(field)) continue;
      if (JSON.stringify(this.changes[field]) === JSON.stringify(value)) delete this.changes[field];
    }
    this.write();
  }

  write() {
    try {
      if (this.count === 0) window.localStorage.removeItem(this.key);
      else window.localStorage.setItem(this.key, JSON.stringify(this.changes));
    } catch {
      // A full or closed storage must not keep anybody from typing; saving goes on.
    }
  }
}
