// What the server mended as it saved: shown at the field, and taken back with one tap.
import { put, stillSays } from "/static/js/editor/mends.js";
import { send } from "/static/js/editor/server.js";
import { Controller } from "/static/vendor/stimulus.js";

export default class MendsController extends Controller {
  static values = { url: String, setText: String, leaveText: String, leftText: String, againText: String, failedText: String };

  connect() {
    this.editor = this.element.closest('[data-controller~="editor"]');
    this.decided = new Map();
    this.saved = (event) => this.show(event.detail.answer, event.detail.sentAt);
    this.left = (event) => this.settle(event.target.closest?.("[data-field][data-kind]"), event.relatedTarget);
    this.shown = () => this.recall();
    this.editor.addEventListener("editor:saved", this.saved);
    this.editor.addEventListener("editor:shown", this.shown);
    this.editor.addEventListener("focusout", this.left);
    this.recall();
  }

  disconnect() {
    this.editor.removeEventListener("editor:saved", this.saved);
    this.editor.removeEventListener("editor:shown", this.shown);
    this.editor.removeEventListener("focusout", this.left);
  }

  // Fields that were left as typed say so when they are shown again.
  recall() {
    for (const field of this.editor.querySelectorAll("[data-as-typed]:not(:has(.mended))")) this.tellLeft(field);
  }

  tellLeft(field) {
    this.chip(field, this.leftTextValue, this.againTextValue, () => this.again(field));
  }

  fieldOf(key) {
    return this.editor.querySelector(`[data-field="${key}"][data-kind]`);
  }

  // What was sent before a person decided on a field says nothing of it any more, however late it is answered.
  show(answer, sentAt) {
    const holds = (key) => sentAt > (this.decided.get(key) ?? 0);
    const mended = new Map((answer.mended ?? []).filter((one) => holds(one.field)).map((one) => [one.field, one]));
    for (const key of (answer.fields ?? []).filter(holds)) {
      const field = this.fieldOf(key);
      const stands = field?.dataset.asTyped || (field?.dataset.mended && stillSays(field, JSON.parse(field.dataset.mended).now));
      if (!mended.has(key) && !stands) this.clear(field);
    }
    for (const one of mended.values()) this.tell(this.fieldOf(one.field), one);
  }

  // Who types goes on undisturbed: the mended text is put there once the field is left.
  tell(field, mended) {
    if (!field) return;
    field.dataset.mended = JSON.stringify(mended);
    delete field.dataset.asTyped;
    const text = this.setTextValue.replace("{what}", mended.what.join(" · "));
    this.chip(field, text, this.leaveTextValue, () => this.leave(field, mended));
    if (!field.contains(document.activeElement)) this.settle(field, null);
  }

  settle(field, next) {
    if (!field?.dataset.mended || (next && field.contains(next))) return;
    const { typed, now } = JSON.parse(field.dataset.mended);
    if (stillSays(field, typed)) put(field, now);
  }

  async leave(field, mended) {
    if (!(await this.ask(field, true))) return;
    delete field.dataset.mended;
    field.dataset.asTyped = "true";
    if (stillSays(field, mended.now)) put(field, mended.typed);
    this.type(field);
    this.tellLeft(field);
  }

  async again(field) {
    const answer = await this.ask(field, false);
    if (!answer) return;
    delete field.dataset.asTyped;
    this.clear(field);
    if (!answer.mended) return;
    if (stillSays(field, answer.mended.typed)) put(field, answer.mended.now);
    this.type(field);
    this.tell(field, answer.mended);
  }

  async ask(field, typed) {
    try {
      const answer = await send(`${this.urlValue}/as-typed`, { field: field.dataset.field, typed });
      const told = await answer.json();
      this.decided.set(field.dataset.field, performance.now());
      return told;
    } catch {
      field.querySelector(".mended-text").textContent = this.failedTextValue;
      return null;
    }
  }

  // A value changes as a person changes it.
  type(field) {
    const input = field.querySelector("[data-part]");
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.focus({ preventScroll: true });
  }

  chip(field, text, action, act) {
    const chip = field.querySelector(".mended") ?? field.appendChild(document.createElement("p"));
    chip.className = "mended";
    chip.setAttribute("role", "status");
    const said = document.createElement("span");
    said.className = "mended-text";
    said.textContent = text;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = action;
    // What has the focus keeps it: on a phone the page would move away under the finger.
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", act);
    chip.replaceChildren(said, button);
  }

  clear(field) {
    if (!field) return;
    delete field.dataset.mended;
    field.querySelector(".mended")?.remove();
  }
}
