// A person may be shown without a photo.
import { Controller } from "/static/vendor/stimulus.js";

export default class PersonController extends Controller {
  static targets = ["photo", "thumb"];

  withoutPhoto() {
    if (!this.photoTarget.value) return;
    this.photoTarget.value = "";
    this.thumbTarget.querySelector("img")?.remove();
    this.photoTarget.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
