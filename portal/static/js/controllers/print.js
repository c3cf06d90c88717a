// Prints the page that is shown.
import { Controller } from "/static/vendor/stimulus.js";

export default class extends Controller {
  page() {
    window.print();
  }
}
