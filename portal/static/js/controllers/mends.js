// What the server mended as it saved: shown at the field, and taken back with one tap.
import { put, stillSays } from "/static/js/editor/mends.js";
import { send } from "/static/js/editor/server.js";
import { Controller } from "/static/vendor/stimulus.js";

export default class MendsController extends Controller {
  static values = { url: String, setText: String, leaveText: String, leftText: String, againText: String, failedText: String };

  connect() {
    this.editor = this.element.closest('[data-controller~="editor"]');
    this.saved = (event) => this.show(event.detail.answer);
    this.left = (event) => this.settle(event.target.closest?.("[data-field][data-kind]"), event.relatedTarget);
    this.editor.addEventListener("editor:saved", this.saved);
    this.editor.addEventListener("focusout", this.left);
  }

  disconnect() {
    this.editor.removeEventListener("editor:saved", this.saved);
    this.editor.removeEventListener("focusout", this.left);
  }

  fieldOf(key) {
    return this.editor.querySelector(`[data-field="${key}"][data-kind]`);
  }

  show(answer) {
    const mended = new Map((answer.mended ?? []).map((one) => [one.field, one]));
    for (const key of answer.fields ?? []) {
      if (!mended.has(key) && !this.fieldOf(key)?.dataset.asTyped) this.clear(this.fieldOf(key));
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
    this.chip(field, this.leftTextValue, this.againTextValue, () => this.again(field));
  }

  async again(field) {
    if (!(await this.ask(field, false))) return;
    delete field.dataset.asTyped;
    this.clear(field);
    this.type(field);
  }

  async ask(field, typed) {
    try {
      await send(`${this.urlValue}/as-typed`, { field: field.dataset.field, typed });
      return true;
    } catch {
      field.querySelector(".mended-text").textContent = this.failedTextValue;
      return false;
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
