// On a phone the picture gives way to the keyboard while somebody types.
//
// It changes its size only when no finger and no button of the mouse is down, and after the click
// that comes of them: nothing moves away from under what is being pressed.

const TYPED = "textarea, select, input:not([type=checkbox], [type=radio], [type=range], [type=file], [type=button])";

export class Room {
  constructor(editor) {
    this.editor = editor;
  }

  connect() {
    this.later = () => {
      window.clearTimeout(this.timer);
      if (!this.isDown) this.timer = window.setTimeout(() => this.settle(), 0);
    };
    this.down = () => {
      this.isDown = true;
    };
    this.up = () => {
      this.isDown = false;
      this.later();
    };
    this.editor.element.addEventListener("focusin", this.later);
    this.editor.element.addEventListener("focusout", this.later);
    window.addEventListener("pointerdown", this.down, true);
    for (const name of ["pointerup", "pointercancel", "blur"]) window.addEventListener(name, this.up);
  }

  disconnect() {
    window.clearTimeout(this.timer);
    this.editor.element.removeEventListener("focusin", this.later);
    this.editor.element.removeEventListener("focusout", this.later);
    window.removeEventListener("pointerdown", this.down, true);
    for (const name of ["pointerup", "pointercancel", "blur"]) window.removeEventListener(name, this.up);
  }

  settle() {
    const { element, fieldsTarget } = this.editor;
    const focused = document.activeElement;
    const types = fieldsTarget.contains(focused) && focused.matches(TYPED);
    if (element.classList.contains("is-typing") === types) return;
    element.classList.toggle("is-typing", types);
    if (types) focused.scrollIntoView({ block: "nearest" });
  }
}
