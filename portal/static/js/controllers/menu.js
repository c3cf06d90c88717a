// Closes a <details> menu on Escape, on a click elsewhere and when the focus leaves it.
import { Controller } from "/static/vendor/stimulus.js";

export default class extends Controller {
  connect() {
    this.outside = (event) => {
      if (!this.element.contains(event.target)) this.element.open = false;
    };
    this.escape = (event) => {
      if (event.key !== "Escape" || !this.element.open) return;
      this.element.open = false;
      this.element.querySelector("summary").focus();
    };
    document.addEventListener("click", this.outside);
    document.addEventListener("focusin", this.outside);
    this.element.addEventListener("keydown", this.escape);
  }

  disconnect() {
    document.removeEventListener("click", this.outside);
    document.removeEventListener("focusin", this.outside);
    this.element.removeEventListener("keydown", this.escape);
  }
}
