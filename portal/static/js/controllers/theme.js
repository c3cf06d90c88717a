// Switches between light and dark and remembers the choice on this device.
import { Controller } from "/static/vendor/stimulus.js";

export default class extends Controller {
  toggle() {
    const root = document.documentElement;
    const next = root.dataset.bsTheme === "dark" ? "light" : "dark";
    root.dataset.bsTheme = next;
    window.localStorage.setItem("theme", next);
  }
}
