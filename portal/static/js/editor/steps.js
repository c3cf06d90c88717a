// Takes steps back and forth, and shows the history of all values.
import { fetchPart, parse, send } from "/static/js/editor/server.js";

const TEXT = 'input:not([type=checkbox]):not([type=radio]):not([type=range]), textarea, [contenteditable="true"]';

export class Steps {
  constructor(editor) {
    this.editor = editor;
  }

  connect() {
    this.entered = (event) => {
      this.box = event.target.matches?.(TEXT) ? { element: event.target, value: event.target.value, typed: false } : null;
    };
    this.typed = (event) => {
      if (this.box?.element === event.target) this.box.typed = true;
    };
    this.editor.element.addEventListener("focusin", this.entered);
    this.editor.element.addEventListener("input", this.typed);
  }

  disconnect() {
    this.editor.element.removeEventListener("focusin", this.entered);
    this.editor.element.removeEventListener("input", this.typed);
  }

  // What can be taken back and forth, as the last answer says.
  show(content) {
    for (const told of content.querySelectorAll("[data-step]:not(button)")) {
      const button = this.button(told.dataset.step);
      button.setAttribute("aria-disabled", told.dataset.can === "true" ? "false" : "true");
      button.setAttribute("aria-label", told.dataset.text);
      button.title = told.dataset.text;
    }
  }

  button(name) {
    return this.editor.element.querySelector(`[data-step-for="${name}"]`);
  }

  undo() {
    return this.step("undo");
  }

  redo() {
    return this.step("redo");
  }

  async step(name) {
    const { editor } = this;
    if (editor.lockedValue || this.stepping) return;
    this.stepping = true;
    try {
      await editor.saving.save();
      if (this.button(name).getAttribute("aria-disabled") === "true") return;
      await editor.watching.check();
      const answer = await send(`${editor.urlValue}/${name}`, { row_version: editor.versionValue });
      await this.took(await answer.json());
    } catch (error) {
      editor.saving.failed(error);
    } finally {
      this.stepping = false;
    }
  }

  async took(body) {
    const { editor } = this;
    for (const key of body.fields) editor.kept.drop(key);
    editor.saving.saved(body, {});
    await editor.fields.reload(body.fields);
    editor.picture.draw();
    if (body.fields.length) editor.picture.reveal(body.fields[0]);
  }

  // Ctrl+Z belongs to the box as long as something was typed in it since it was entered; else it
  // takes back the last saved step, and Ctrl+Shift+Z or Ctrl+Y repeats it.
  shortcut(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    const back = key === "z" && !event.shiftKey;
    const forth = (key === "z" && event.shiftKey) || (key === "y" && !event.shiftKey);
    if (!(back || forth) || document.querySelector("dialog[open]")) return;
    if (this.belongsToBox(event.target, back)) return;
    event.preventDefault();
    this.step(back ? "undo" : "redo");
  }

  belongsToBox(element, back) {
    if (this.box?.element !== element || !this.box.typed) return false;
    return !back || element.value !== this.box.value;
  }

  openHistory() {
    return this.editor.panels.open(`${this.editor.urlValue}/history`);
  }

  // The next entries follow those that stand there; the focus goes to the first of them.
  async olderHistory(event) {
    const { panel } = this.editor.panels;
    const { before } = event.currentTarget.dataset;
    try {
      const page = parse(await fetchPart(`${this.editor.urlValue}/history?before=${before}`));
      const entries = [...page.querySelectorAll(".history > li")];
      panel.querySelector(".history").append(...entries);
      panel.querySelector(".history-older").replaceWith(...page.querySelectorAll(".history-older"));
      (entries[0] ?? panel).querySelector("button")?.focus();
    } catch (error) {
      this.editor.saving.failed(error);
    }
  }

  async setAgain(event) {
    const { editor } = this;
    const { field, step } = event.currentTarget.dataset;
    editor.panels.closePanel();
    try {
      await editor.saving.save();
      const body = { step: Number(step), field, row_version: editor.versionValue };
      const answer = await send(`${editor.urlValue}/again`, body);
      await this.took(await answer.json());
      editor.fields.focusField(field);
    } catch (error) {
      editor.saving.failed(error);
    }
  }

  goToField(event) {
    this.editor.panels.closePanel();
    this.editor.fields.focusField(event.currentTarget.dataset.field);
  }
}
