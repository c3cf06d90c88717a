// Saves what was typed as one goes: with versions, again after a lost connection, never over others.
import { parse, Refused, send } from "/static/js/editor/server.js";
import { writeField } from "/static/js/editor/values.js";

const SAVE_PAUSE = 500;
const RETRY_PAUSES = [1000, 2000, 5000];
const CONFLICT = 409;
const SIGNED_OUT = 401;

export class Saving {
  constructor(editor) {
    this.editor = editor;
    this.failures = 0;
    this.steps = new Set();
  }

  disconnect() {
    window.clearTimeout(this.timer);
  }

  later(pause = SAVE_PAUSE) {
    window.clearTimeout(this.timer);
    const waits = Object.keys(this.editor.kept.toSend().changes).length > 0;
    if (waits && !this.failures) this.tell("cloud-check", this.editor.savingTextValue);
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
    if (!kept.count) return;
    this.editor.picture.later();
    this.save();
  }

  // Only one save is under way; whoever asks meanwhile waits for it and for the next.
  save(event) {
    event?.preventDefault();
    window.clearTimeout(this.timer);
    if (!this.running) {
      this.running = this.run().finally(() => {
        this.running = null;
      });
    } else {
      this.again = true;
    }
    return this.running;
  }

  async run() {
    do {
      this.again = false;
      const sent = this.editor.kept.toSend();
      if (this.editor.lockedValue || Object.keys(sent.changes).length === 0) return;
      await this.sendOnce(sent);
    } while (this.again);
  }

  async sendOnce(sent) {
    const { editor } = this;
    if (!this.failures) this.tell("cloud-check", editor.savingTextValue);
    const sentAt = performance.now();
    try {
      const answer = await send(`${editor.urlValue}/values`, { ...sent, row_version: editor.versionValue });
      this.saved(await answer.json(), sent.changes, sentAt);
    } catch (error) {
      editor.kept.doubt(sent.changes);
      this.failed(error);
    }
  }

  saved(answer, sent, sentAt) {
    const { editor } = this;
    const wasLost = this.failures > 0;
    this.failures = 0;
    if (answer.fields.length) this.steps.add(answer.row_version);
    editor.kept.settle(sent, answer.unread, answer.row_version);
    if (answer.others.length) editor.watching.check();
    else editor.versionValue = answer.row_version;
    editor.slots.distribute(parse(answer.html));
    const text = answer.unread.length ? editor.unreadTextValue : editor.savedTextValue.replace("{time}", answer.saved_at);
    this.tell("cloud-check", text, { aloud: wasLost });
    editor.say("saved", { answer, sentAt });
    editor.watching.tellWindows(answer.row_version);
    editor.picture.settled();
    document.body.dispatchEvent(new CustomEvent("heimspiel:saved"));
  }

  failed(error) {
    if (error.name === "AbortError") return;
    if (!(error instanceof Refused) || error.passes) this.lost();
    else if (error.status === CONFLICT && error.body.html) this.clash(error.body);
    else if (error.status === SIGNED_OUT) this.tell("alert-triangle", this.editor.signedOutTextValue, { aloud: true });
    else this.tell("alert-triangle", `${this.editor.failedTextValue}: ${error.message}`, { aloud: true });
  }

  // The connection is gone: what is typed stays here, and is sent once it is back.
  lost() {
    const pause = RETRY_PAUSES[Math.min(this.failures, RETRY_PAUSES.length - 1)];
    this.failures += 1;
    this.wentOffline();
    if (this.editor.kept.count) this.later(pause);
  }

  wentOffline() {
    const { kept, offlineTextValue, offlineOneTextValue, offlineNoneTextValue } = this.editor;
    const text = { 0: offlineNoneTextValue, 1: offlineOneTextValue }[kept.count];
    const aloud = this.failures <= 1;
    this.tell("cloud-off", text ?? offlineTextValue.replace("{count}", kept.count), { aloud });
  }

  cameBack() {
    if (this.editor.kept.count) this.save();
    this.editor.watching.check();
  }

  // The server answers again and nothing waits to be sent.
  isBack() {
    if (this.failures === 0) return;
    if (this.editor.kept.count) {
      this.save();
      return;
    }
    this.failures = 0;
    this.tell("cloud-check", this.editor.backTextValue, { aloud: true });
    this.editor.picture.settled();
  }

  leaving(event) {
    if (this.editor.kept.count && this.running) event.preventDefault();
  }

  tell(icon, text, { aloud = false } = {}) {
    this.editor.statusTextTarget.textContent = text;
    this.editor.statusTarget.querySelector("use").setAttribute("href", `/static/vendor/icons.svg#${icon}`);
    this.editor.statusTarget.dataset.state = icon;
    if (aloud) this.editor.announcing.say(text);
  }

  // Two people, one field: it waits for a choice, everything else is saved.
  clash(body) {
    const { editor } = this;
    this.clashVersion = body.row_version;
    const isNew = body.fields.some((key) => !editor.kept.entries[key]?.clash);
    editor.kept.clash(body.fields);
    for (const slot of body.fields.map((key) => editor.slots.named(`news:${key}`))) if (slot) editor.slots.fill(slot, null);
    editor.slots.distribute(parse(body.html), { clear: false });
    this.tell("alert-triangle", editor.clashTextValue, { aloud: isNew });
    this.again = true;
  }

  keepMine(event) {
    const key = event.currentTarget.dataset.field;
    this.editor.kept.decide(key, this.clashVersion);
    this.editor.slots.fill(this.editor.slots.named(`clash:${key}`), null);
    this.editor.fields.focusField(key);
    this.save();
  }

  async keepTheirs(event) {
    const key = event.currentTarget.dataset.field;
    this.editor.kept.drop(key);
    this.editor.slots.fill(this.editor.slots.named(`clash:${key}`), null);
    await this.editor.fields.reload([key]);
    this.editor.fields.focusField(key);
    this.save();
  }
}
