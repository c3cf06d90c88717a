// Puts the parts of an answer where they belong: findings, counts, strip, frames, buttons.

export class Slots {
  constructor(editor) {
    this.editor = editor;
  }

  distribute(content, { clear = true } = {}) {
    const { editor } = this;
    const slots = new Map([...editor.element.querySelectorAll("[data-slot-for]")].map((e) => [e.dataset.slotFor, e]));
    if (clear) {
      for (const [name, slot] of slots) if (/^(field|side):/.test(name)) this.fill(slot, null);
    }
    for (const part of content.querySelectorAll("[data-slot]")) {
      const name = part.dataset.slot;
      if (name.startsWith("frames:")) editor.picture.setFrames(name.slice(7), part.querySelector("svg"));
      else if (slots.has(name)) this.fill(slots.get(name), part);
    }
    this.putValues(content);
    this.markErrors();
    if (editor.picture.format) editor.picture.showFrames();
    editor.formats.selectItem(editor.formatValue);
    editor.say("shown");
  }

  // What the server computes from other fields.
  putValues(content) {
    for (const put of content.querySelectorAll("[data-slot-put]")) {
      const input = this.editor.element.querySelector(`[data-slot-value="${put.dataset.slotPut}"]`);
      if (input) input.value = put.dataset.value;
    }
  }

  fill(slot, part) {
    const says = part && (part.children.length > 0 || part.textContent.trim() !== "");
    slot.replaceChildren(...(says ? part.childNodes : []));
    if (slot.dataset.slotFor.startsWith("side:")) slot.classList.toggle("is-tight", part?.dataset.tight === "true");
  }

  of(key) {
    return this.editor.element.querySelector(`[data-slot-for="field:${key}"]`);
  }

  markErrors() {
    for (const field of this.editor.fieldsTarget.querySelectorAll("[data-field]")) {
      const wrong = field.querySelector(".finding-blocks") !== null;
      for (const input of field.querySelectorAll(".form-control, .form-select")) {
        if (wrong) input.setAttribute("aria-invalid", "true");
        else input.removeAttribute("aria-invalid");
      }
    }
  }
}
