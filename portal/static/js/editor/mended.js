// After a mend with one tap: says at the field that it is done, and for a while takes it back again.
import { same } from "/static/js/editor/kept.js";
import { readField } from "/static/js/editor/values.js";

const SHOWN_MS = 8000;
const REDRAWN = new Set(["photo", "person"]);

export class Mended {
  constructor(editor) {
    this.editor = editor;
  }

  // Changes a field as the tap asks for and saves it at once; what was not saved is not done.
  async around(field, change) {
    const { kept, saving, fields, slots } = this.editor;
    const key = field.dataset.field;
    const [before, found] = [readField(field), rulesAt(slots.of(key))];
    change();
    if (same(before, readField(field))) return;
    await saving.save();
    const now = fields.of(key);
    if (!now || kept.has(key)) return;
    const left = rulesAt(slots.of(key));
    this.show(now, before, found.some((rule) => !left.includes(rule)));
  }

  show(field, before, isFixed) {
    const { mendedTarget, announcing, fixedTextValue, takenTextValue, slots } = this.editor;
    const { field: key, label } = field.dataset;
    const text = isFixed ? fixedTextValue : takenTextValue;
    const told = mendedTarget.content.firstElementChild.cloneNode(true);
    told.querySelector("p").textContent = text;
    const button = told.querySelector("button");
    button.setAttribute("aria-label", `${button.textContent.trim()}: ${label}`);
    button.addEventListener("click", () => this.takeBack(key, before));
    field.querySelector(".mended-now")?.remove();
    slots.of(key).before(told);
    this.goSoon(told);
    this.forgetOnceTyped(field, told);
    announcing.say(`${label}: ${text}`);
  }

  // It stays while it is looked at, with the mouse or the focus, or in a hidden window.
  goSoon(told) {
    let timer = null;
    const stays = () => document.hidden || told.matches(":hover") || told.contains(document.activeElement);
    const begin = () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => (stays() ? begin() : told.remove()), SHOWN_MS);
    };
    for (const left of ["mouseleave", "focusout"]) told.addEventListener(left, begin);
    begin();
  }

  // Whoever types on has another value in mind than the one before the mend.
  forgetOnceTyped(field, told) {
    const typed = ({ detail }) => {
      if (detail.field !== field && field.isConnected) return;
      this.editor.element.removeEventListener("editor:typed", typed);
      told.remove();
    };
    this.editor.element.addEventListener("editor:typed", typed);
  }

  async takeBack(key, before) {
    const { fields, saving } = this.editor;
    const field = fields.of(key);
    fields.setValue(field, before);
    await saving.save();
    if (REDRAWN.has(field.dataset.kind)) await fields.reload([key]);
  }
}

function rulesAt(slot) {
  return [...slot.querySelectorAll(".finding[data-rule]")].map((finding) => finding.dataset.rule);
}
