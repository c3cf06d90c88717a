// Opens a panel where there is room beside the content; on a phone it stays closed until asked for.
import { Controller } from "/static/vendor/stimulus.js";

export default class extends Controller {
  connect() {
    if (window.matchMedia("(min-width: 992px)").matches) this.element.open = true;
  }
}
