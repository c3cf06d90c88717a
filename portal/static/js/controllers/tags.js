// Offers keywords that are there already while one is typed, each as a button below the field.
import { Controller } from "/static/vendor/stimulus.js";

const PAUSE = 180;

export default class extends Controller {
  static targets = ["field", "list"];
  static values = { url: String };

  disconnect() {
    window.clearTimeout(this.timer);
  }

  ask() {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.fetch(), PAUSE);
  }

  async fetch() {
    const typed = this.typed();
    if (typed === "") return this.show([]);
    const answer = await fetch(`${this.urlValue}?q=${encodeURIComponent(typed)}`);
    if (!answer.ok || typed !== this.typed()) return;
    const given = this.given();
    this.show((await answer.json()).filter((tag) => !given.includes(tag)));
  }

  show(tags) {
    this.listTarget.replaceChildren(...tags.map((tag) => this.offer(tag)));
    this.listTarget.hidden = tags.length === 0;
  }

  offer(tag) {
    const entry = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "lib-chip";
    button.textContent = tag;
    button.addEventListener("click", () => this.take(tag));
    entry.append(button);
    return entry;
  }

  take(tag) {
    this.fieldTarget.value = [...this.given().slice(0, -1), tag, ""].join(", ");
    this.show([]);
    this.fieldTarget.focus();
  }

  given() {
    return this.fieldTarget.value.split(",").map((tag) => tag.trim().toLowerCase());
  }

  typed() {
    return this.given().at(-1);
  }
}
