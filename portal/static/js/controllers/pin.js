// Points at a place on a picture: by a tap, or by two sliders; shows where others pointed.
import { Controller } from "/static/vendor/stimulus.js";

const NAME = "heimspiel-view-name";

export default class extends Controller {
  static targets = ["paper", "pin", "fresh", "write", "hint", "text", "name", "exact", "x", "y", "sentX", "sentY"];

  static values = { here: String };

  connect() {
    this.told = this.hintTarget.textContent;
    for (const pin of this.pinTargets) this.place(pin, Number(pin.dataset.x), Number(pin.dataset.y));
    if (!this.nameTarget.value) this.nameTarget.value = this.known();
    if (this.sentXTarget.value && this.sentYTarget.value) {
      this.point(Number(this.sentXTarget.value), Number(this.sentYTarget.value));
    }
  }

  tap(event) {
    if (event.target.closest("a")) return;
    const box = this.paperTarget.getBoundingClientRect();
    this.point((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
    this.writeTarget.open = true;
    this.textTarget.focus();
  }

  slide() {
    this.point(Number(this.xTarget.value), Number(this.yTarget.value));
  }

  clear() {
    this.sentXTarget.value = "";
    this.sentYTarget.value = "";
    this.freshTarget.hidden = true;
    this.hintTarget.textContent = this.told;
  }

  point(x, y) {
    const inside = (share) => Math.min(1, Math.max(0, share));
    const [across, down] = [inside(x), inside(y)];
    this.sentXTarget.value = across.toFixed(4);
    this.sentYTarget.value = down.toFixed(4);
    this.xTarget.value = across;
    this.yTarget.value = down;
    this.freshTarget.hidden = false;
    this.place(this.freshTarget, across, down);
    const percent = (share) => Math.round(share * 100);
    this.hintTarget.textContent = this.hereValue.replace("{x}", percent(across)).replace("{y}", percent(down));
  }

  place(pin, x, y) {
    pin.style.left = `${x * 100}%`;
    pin.style.top = `${y * 100}%`;
  }

  // The name is kept in this tab alone, so that nobody types it for every comment.
  remember() {
    try {
      window.sessionStorage.setItem(NAME, this.nameTarget.value);
    } catch {
      // Where nothing may be kept, it is typed again.
    }
  }

  known() {
    try {
      return window.sessionStorage.getItem(NAME) ?? "";
    } catch {
      return "";
    }
  }
}
