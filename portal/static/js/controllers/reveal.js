// Shows a password while it is typed; without scripts it stays hidden, and so does the choice.
import { Controller } from "/static/vendor/stimulus.js";

export default class extends Controller {
  static targets = ["choice"];

  connect() {
    this.choiceTarget.hidden = false;
    this.element.closest("form").addEventListener("submit", this.hide);
  }

  disconnect() {
    this.element.closest("form")?.removeEventListener("submit", this.hide);
  }

  turn(event) {
    this.field.type = event.target.checked ? "text" : "password";
  }

  hide = () => {
    this.field.type = "password"; // so that no browser offers it as a word typed before
  };

  get field() {
    return this.element.querySelector("[name=password]");
  }
}
