// Puts the parts of an answer where they belong: findings, counts, strip, frames, buttons.

const FOCUSABLE = "button, a[href], input:not([type=hidden]), textarea, select, [tabindex]";

export class Slots {
  constructor(editor) {
    this.editor = editor;
    this.filled = new WeakMap();
  }

  distribute(content, { clear = true } = {}) {
    const { editor } = this;
    const parts = new Map([...content.querySelectorAll("[data-slot]")].map((part) => [part.dataset.slot, part]));
    for (const slot of editor.element.querySelectorAll("[data-slot-for]")) {
      const name = slot.dataset.slotFor;
      if (parts.has(name)) this.fill(slot, parts.get(name));
      else if (clear && /^(field|side):/.test(name)) this.fill(slot, null);
    }
    for (const [name, part] of parts) {
      if (name.startsWith("frames:")) editor.picture.setFrames(name.slice(7), part.querySelector("svg"));
    }
    this.putValues(content);
    this.markErrors();
    editor.steps.show(content);
    if (editor.picture.format) editor.picture.showFrames();
    editor.formats.selectItem(editor.formatValue);
    editor.announcing.compare(content);
    editor.say("shown");
  }

  // What the server computes from other fields.
  putValues(content) {
    for (const put of content.querySelectorAll("[data-slot-put]")) {
      const input = this.editor.element.querySelector(`[data-slot-value="${put.dataset.slotPut}"]`);
      if (input) input.value = put.dataset.value;
    }
  }

  // Leaves alone what says the same as before; the focus stays where it is as well as it can.
  fill(slot, part) {
    const says = part && (part.children.length > 0 || part.textContent.trim() !== "");
    const html = says ? part.innerHTML : "";
    if (slot.dataset.slotFor.startsWith("side:")) slot.classList.toggle("is-tight", part?.dataset.tight === "true");
    if ((this.filled.get(slot) ?? "") === html) return;
    this.filled.set(slot, html);
    const name = slot.contains(document.activeElement) ? nameOf(document.activeElement) : null;
    const pictures = this.editor.thumbnails.taken(slot);
    slot.replaceChildren(...(says ? part.childNodes : []));
    this.editor.thumbnails.put(slot, pictures);
    if (name !== null) this.refocus(slot, name);
  }

  refocus(slot, name) {
    const same = [...slot.querySelectorAll(FOCUSABLE)].find((one) => nameOf(one) === name);
    const field = slot.closest("[data-field][data-kind]");
    const next = same ?? (field ?? slot).querySelector(FOCUSABLE);
    next?.focus({ preventScroll: true });
  }

  named(name) {
    return this.editor.element.querySelector(`[data-slot-for="${name}"]`);
  }

  of(key) {
    return this.named(`field:${key}`);
  }

  markErrors() {
    for (const field of this.editor.fieldsTarget.querySelectorAll("[data-field][data-kind]")) {
      const slot = this.of(field.dataset.field);
      const wrong = slot?.querySelector(".finding-blocks") != null;
      const told = slot?.querySelector(".finding") != null;
      if (slot && !slot.id) slot.id = `found-${field.dataset.field.replaceAll(".", "-")}`;
      for (const input of field.querySelectorAll(".form-control, .form-select")) {
        if (wrong) input.setAttribute("aria-invalid", "true");
        else input.removeAttribute("aria-invalid");
        describe(input, slot?.id, told);
      }
    }
  }
}

// The findings of a field describe its inputs, besides the help that does so already.
function describe(input, id, told) {
  if (!id) return;
  const ids = (input.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one && one !== id);
  if (told) ids.push(id);
  if (ids.length) input.setAttribute("aria-describedby", ids.join(" "));
  else input.removeAttribute("aria-describedby");
}

function nameOf(element) {
  const { action, field, format, mend, value } = element.dataset;
  return element.id || [element.tagName, action, field, format, mend, value].join("|");
}
