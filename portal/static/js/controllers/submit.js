// Keeps a double tap from sending a form twice; the server's idempotency key is the real guard.
import { Controller } from "/static/vendor/stimulus.js";

export default class extends Controller {
  connect() {
    this.sent = false;
  }

  once(event) {
    if (this.sent) {
      event.preventDefault();
      return;
    }
    this.sent = true;
    window.setTimeout(() => {
      this.sent = false;
    }, 4000);
  }

  auto() {
    this.element.requestSubmit();
  }
}
