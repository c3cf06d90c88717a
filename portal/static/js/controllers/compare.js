// Chooses how the pictures of an ad are compared: side by side, cross-faded, or the new one alone.
import { Controller } from "/static/vendor/stimulus.js";

export default class extends Controller {
  choose(event) {
    document.getElementById("compared").dataset.view = event.params.view;
    for (const button of this.element.children) {
      button.setAttribute("aria-pressed", String(button === event.currentTarget));
    }
  }
}
