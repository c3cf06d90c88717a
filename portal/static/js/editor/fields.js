// The column of fields: what is typed, what mends a finding, and where the eye is led.
import { fetchPart, parse } from "/static/js/editor/server.js";
import { readField, writeField } from "/static/js/editor/values.js";

const OTHERS = "input:not([type=hidden]), button:not(.field-find), [tabindex='0']";

export class Fields {
  constructor(editor) {
    this.editor = editor;
  }

  of(key) {
    return this.editor.fieldsTarget.querySelector(`[data-field="${key}"][data-kind]`);
  }

  isShut(field) {
    return !field || field.dataset.shut || this.editor.lockedValue;
  }

  // What was typed before this script was there counts as typed now.
  catchUp() {
    for (const input of this.editor.element.querySelectorAll("[data-typed]")) {
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  changed(event) {
    const field = event.target.closest("[data-field][data-kind]");
    if (!field || this.isShut(field)) return;
    if (event.target.type === "range") event.target.dataset.unset = "false";
    this.take(field);
  }

  // Takes what stands in a field: into the picture now, to the server soon.
  take(field) {
    this.editor.kept.set(field.dataset.field, readField(field), this.editor.versionValue);
    this.editor.picture.later();
    this.editor.saving.later();
    this.editor.say("typed", { field });
  }

  setValue(field, value) {
    writeField(field, value);
    this.take(field);
    this.focusField(field.dataset.field);
  }

  put(event) {
    const field = event.currentTarget.closest("[data-field][data-kind]");
    const { value } = event.currentTarget.dataset;
    this.editor.mended.around(field, () => this.setValue(field, value));
  }

  // Shows fields as the server has them; what is not saved yet stays typed in.
  async reload(keys) {
    const { editor } = this;
    const parts = parse(await fetchPart(`${editor.urlValue}/fields`));
    const look = parts.querySelector("template[data-look]");
    for (const key of keys) {
      const fresh = parts.querySelector(`[data-field="${key}"][data-kind]`);
      const field = this.of(key);
      if (field && fresh && !editor.kept.has(key)) replace(field, fresh);
    }
    editor.slots.distribute(look.content);
    editor.picture.draw();
  }

  // Mending
  mend(event) {
    const { mend, field: key, value } = event.currentTarget.dataset;
    const field = this.of(key);
    if (!field) return;
    const { mended } = this.editor;
    if (mend === "set_value") mended.around(field, () => this.setValue(field, value));
    else if (mend === "choose_photo") this.editor.photos.open(key);
    else if (mend === "widen_crop") mended.around(field, () => this.widen(field));
    else this.openField(field);
  }

  // A price has parts that most prices do not need: a finding about them shows them.
  openField(field) {
    const more = field.querySelector(".price-more");
    if (more) more.open = true;
    this.focusField(field.dataset.field);
    more?.querySelector('[data-part="lowest"]').focus();
  }

  widen(field) {
    const zoom = field.querySelector('[data-part="zoom"]');
    zoom.value = "1";
    zoom.dataset.unset = "false";
    this.take(field);
  }

  resetCrop(event) {
    const field = event.currentTarget.closest("[data-field][data-kind]");
    for (const slider of field.querySelectorAll('input[type="range"]')) slider.dataset.unset = "true";
    this.take(field);
  }

  // Where the eye is
  focused(event) {
    const field = event.target.closest?.("[data-field][data-kind]");
    if (field && this.editor.picture.format) this.editor.picture.reveal(field.dataset.field);
  }

  // From a field to its frame: in the format at hand, else in the first one that shows it.
  find(event) {
    const { field } = event.currentTarget.dataset;
    this.editor.formats.showField(field);
  }

  focusField(key) {
    const field = this.of(key);
    if (!field) return;
    const input = shown(field, ".form-control, .form-select") ?? shown(field, OTHERS);
    field.scrollIntoView({ block: "center" });
    (input ?? field).focus({ preventScroll: true });
    this.editor.picture.mark(key);
  }

  nextPoint(event) {
    const key = event.currentTarget.dataset.field;
    if (key) {
      this.focusField(key);
      return;
    }
    const general = this.editor.slots.named("general");
    general.tabIndex = -1;
    general.scrollIntoView({ block: "center" });
    general.focus({ preventScroll: true });
  }
}

// What lies in a part that is folded up takes no focus.
function shown(field, inputs) {
  return [...field.querySelectorAll(inputs)].find((input) => input.checkVisibility?.() ?? true);
}

// Puts a fresh field in the place of one, with the focus and the caret where they were.
function replace(field, fresh) {
  const focused = field.contains(document.activeElement) ? document.activeElement : null;
  const { id, selectionStart, selectionEnd } = focused ?? {};
  field.replaceWith(fresh);
  if (!focused) return;
  const again = (id && document.getElementById(id)) || fresh;
  again.focus({ preventScroll: true });
  if (typeof selectionStart === "number") again.setSelectionRange?.(selectionStart, selectionEnd);
}
