// Sets the focal point of a picture by a click, a tap or the arrow keys, and shows the crops it
// gives; the two number fields say the same and are what is sent.
import { Controller } from "/static/vendor/stimulus.js";

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export default class extends Controller {
  static targets = ["picture", "mark", "crop"];

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
    this.put(
      (100 * (event.clientX - box.left)) / box.width,
      (100 * (event.clientY - box.top)) / box.height,
    );
  }

  move(event) {
    const step = STEPS[event.key];
    if (!step || !this.across) return;
    event.preventDefault();
    const reach = event.shiftKey ? 10 : 1;
    this.put(Number(this.across.value) + reach * step[0], Number(this.down.value) + reach * step[1]);
  }

  put(across, down) {
    this.across.value = Math.round(Math.min(100, Math.max(0, across)));
    this.down.value = Math.round(Math.min(100, Math.max(0, down)));
    this.show();
  }

  show() {
    const x = Number(this.across.value) / 100;
    const y = Number(this.down.value) / 100;
    const mark = this.markTarget.firstElementChild;
    mark.setAttribute("transform", `translate(${x * 100} ${y * 100})`);
    for (const crop of this.cropTargets) {
      const [width, height, ratio] = ["width", "height", "ratio"].map((k) => Number(crop.dataset[k]));
      const w = Math.min(width, height * ratio);
      const h = Math.min(height, width / ratio);
      const left = Math.min(Math.max(x * width - w / 2, 0), width - w);
      const top = Math.min(Math.max(y * height - h / 2, 0), height - h);
      crop.setAttribute("viewBox", `${left} ${top} ${w} ${h}`);
    }
  }
}
