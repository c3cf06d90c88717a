// What a narrow screen keeps behind one button: closed by Escape, by going elsewhere, and by choosing.
import { Controller } from "/static/vendor/stimulus.js";

export default class extends Controller {
  static targets = ["button"];

  get isOpen() {
    return this.buttonTarget.getAttribute("aria-expanded") === "true";
  }

  toggle() {
    this.set(!this.isOpen);
  }

  set(open) {
    this.buttonTarget.setAttribute("aria-expanded", String(open));
  }

  escape(event) {
    if (event.key === "Escape") this.close();
  }

  // What opens then gives the focus back to the button, which is still there.
  close() {
    if (!this.isOpen) return;
    this.buttonTarget.focus();
    this.set(false);
  }

  elsewhere(event) {
    if (!this.element.contains(event.target)) this.set(false);
  }
}
