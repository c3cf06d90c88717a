// Takes a toast away after eight seconds, unless it is being read (hover or focus); the time
// begins when the page is there with its pictures, so that a slow one does not swallow it.
import { Controller } from "/static/vendor/stimulus.js";

export default class extends Controller {
  connect() {
    this.begin = () => this.start();
    if (document.readyState === "complete") this.start();
    else window.addEventListener("load", this.begin, { once: true });
  }

  start() {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.element.remove(), 8000);
  }

  stay() {
    window.clearTimeout(this.timer);
  }

  disconnect() {
    window.removeEventListener("load", this.begin);
    window.clearTimeout(this.timer);
  }
}
