// Goes to what comes before and after with the arrow keys, unless a field or a picture that can be
// scrolled sideways has the focus.
import { Controller } from "/static/vendor/stimulus.js";

export default class extends Controller {
  static targets = ["before", "after"];

  connect() {
    this.element.dataset.ready = "";
  }

  turn(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.defaultPrevented) return;
    if (event.target.closest("input, textarea, select, [contenteditable], .segmented, .entry-mat")) return;
    if (event.key === "ArrowLeft" && this.hasBeforeTarget) this.beforeTarget.click();
    if (event.key === "ArrowRight" && this.hasAfterTarget) this.afterTarget.click();
  }
}
