// Sets the focal point of a picture by a click; the two number fields stay the way for keyboards.
import { Controller } from "/static/vendor/stimulus.js";

export default class extends Controller {
  static targets = ["picture", "mark"];

  connect() {
    this.across = document.getElementById("focal_x");
    this.down = document.getElementById("focal_y");
    for (const field of [this.across, this.down]) {
      field?.addEventListener("input", () => this.show());
    }
  }

  set(event) {
    if (!this.across) return;
    const box = this.pictureTarget.getBoundingClientRect();
    this.across.value = this.percent((event.clientX - box.left) / box.width);
    this.down.value = this.percent((event.clientY - box.top) / box.height);
    this.show();
  }

  show() {
    this.markTarget.setAttribute("transform", `translate(${this.across.value} ${this.down.value})`);
  }

  percent(share) {
    return Math.round(Math.min(1, Math.max(0, share)) * 100);
  }
}
