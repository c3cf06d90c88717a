// Saves what was typed as one goes: with a version, again after a lost connection, never over others.
import { parse, Refused, send } from "/static/js/editor/server.js";
import { writeField } from "/static/js/editor/values.js";

const SAVE_PAUSE = 500;
const RETRY_PAUSE = 5000;
const CONFLICT = 409;

export class Saving {
  constructor(editor) {
    this.editor = editor;
  }

  disconnect() {
    window.clearTimeout(this.timer);
  }

  later(pause = SAVE_PAUSE) {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.save(), pause);
  }

  // What this device kept from last time is typed in again and saved.
  restore() {
    const { kept, fields } = this.editor;
    for (const [key, value] of Object.entries(kept.changes)) {
      const field = fields.of(key);
      if (fields.isShut(field)) kept.drop(key);
      else writeField(field, value);
    }
    if (kept.count) this.save();
  }

  async save(event) {
    event?.preventDefault();
    const { editor } = this;
    window.clearTimeout(this.timer);
    if (editor.lockedValue || editor.kept.count === 0) return;
    if (this.busy) {
      this.again = true;
      return;
    }
    this.busy = true;
    this.tell("cloud-check", editor.savingTextValue);
    const sent = { ...editor.kept.changes };
    try {
      const answer = await send(`${editor.urlValue}/values`, { changes: sent, row_version: editor.versionValue });
      this.saved(await answer.json(), sent);
    } catch (error) {
      this.failed(error);
    } finally {
      this.busy = false;
    }
    if (this.again) {
      this.again = false;
      this.save();
    }
  }

  saved(answer, sent) {
    const { editor } = this;
    editor.versionValue = answer.row_version;
    editor.kept.settle(sent, answer.unread);
    editor.slots.distribute(parse(answer.html));
    const text = answer.unread.length ? editor.unreadTextValue : editor.savedTextValue.replace("{time}", answer.saved_at);
    this.tell("cloud-check", text);
    editor.say("saved", { answer });
    document.body.dispatchEvent(new CustomEvent("heimspiel:saved"));
  }

  failed(error) {
    if (error instanceof Refused && error.status === CONFLICT && error.body.html) return this.clash(error.body);
    if (error instanceof Refused) {
      this.tell("alert-triangle", `${this.editor.failedTextValue}: ${error.message}`);
      return undefined;
    }
    this.wentOffline();
    this.later(RETRY_PAUSE);
    return undefined;
  }

  wentOffline() {
    const { kept, offlineTextValue, offlineOneTextValue } = this.editor;
    this.tell("cloud-off", kept.count === 1 ? offlineOneTextValue : offlineTextValue.replace("{count}", kept.count));
  }

  leaving(event) {
    if (this.editor.kept.count && this.busy) event.preventDefault();
  }

  tell(icon, text) {
    this.editor.statusTextTarget.textContent = text;
    this.editor.statusTarget.querySelector("use").setAttribute("href", `/static/vendor/icons.svg#${icon}`);
  }

  // Two people, one field
  clash(body) {
    this.newVersion = body.row_version;
    this.editor.slots.distribute(parse(body.html), { clear: false });
    this.tell("alert-triangle", this.editor.clashTextValue);
    this.editor.fields.focusField(body.fields[0]);
  }

  keepMine(event) {
    this.editor.versionValue = this.newVersion;
    this.editor.slots.fill(this.editor.slots.of(event.currentTarget.dataset.field), null);
    this.save();
  }

  async keepTheirs(event) {
    this.editor.versionValue = this.newVersion;
    this.editor.kept.drop(event.currentTarget.dataset.field);
    await this.editor.fields.reload();
    if (this.editor.kept.count) this.save();
  }
}
