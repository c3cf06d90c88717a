// Takes a toast away after eight seconds, unless it is being read (hover or focus).
import { Controller } from "/static/vendor/stimulus.js";

export default class extends Controller {
  connect() {
    this.start();
  }

  start() {
    this.timer = window.setTimeout(() => this.element.remove(), 8000);
  }

  stay() {
    window.clearTimeout(this.timer);
  }

  disconnect() {
    window.clearTimeout(this.timer);
  }
}
