// Passes an address on: into the clipboard, or to whatever the device shares with.
import { Controller } from "/static/vendor/stimulus.js";

export default class extends Controller {
  static targets = ["address", "share", "said"];

  static values = { title: String, done: String };

  connect() {
    this.shareTarget.hidden = typeof navigator.share !== "function";
  }

  select() {
    this.addressTarget.select();
  }

  async copy() {
    try {
      await navigator.clipboard.writeText(this.addressTarget.value);
      this.saidTarget.textContent = this.doneValue;
    } catch {
      // Without the right to the clipboard the address stands there chosen, to be copied by hand.
      this.addressTarget.focus();
      this.addressTarget.select();
    }
  }

  async share() {
    try {
      await navigator.share({ title: this.titleValue, url: this.addressTarget.value });
    } catch (error) {
      if (error.name !== "AbortError") await this.copy();
    }
  }
}
