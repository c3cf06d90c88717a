// Shows what can be done with the chosen pictures once one is chosen, and how many there are.
import { Controller } from "/static/vendor/stimulus.js";

export default class extends Controller {
  static targets = ["box", "bar", "count", "all"];

  connect() {
    if (!this.hasBarTarget) return;
    this.allTarget.hidden = false;
    this.count();
  }

  all() {
    const every = this.boxTargets.every((box) => box.checked);
    for (const box of this.boxTargets) box.checked = !every;
    this.count();
  }

  count() {
    const chosen = this.boxTargets.filter((box) => box.checked).length;
    const words = this.countTarget.dataset;
    this.barTarget.hidden = chosen === 0;
    this.countTarget.textContent = chosen === 1 ? words.one : words.many.replace("%", chosen);
  }
}
