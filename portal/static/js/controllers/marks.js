// Marks in a text: a button puts its sign around what is chosen, or takes it away again.
import { Controller } from "/static/vendor/stimulus.js";

const KEYS = { b: "bold" };

export default class MarksController extends Controller {
  static targets = ["text"];

  toggle(event) {
    this.around(event.currentTarget.dataset.sign);
  }

  key(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const button = this.element.querySelector(`[data-mark="${KEYS[event.key.toLowerCase()]}"]`);
    if (!button) return;
    event.preventDefault();
    this.around(button.dataset.sign);
  }

  around(sign) {
    const { textTarget: area } = this;
    const [start, end] = trimmed(area.value, area.selectionStart, area.selectionEnd);
    const size = sign.length;
    const before = area.value.slice(start - size, start);
    const after = area.value.slice(end, end + size);
    area.focus();
    if (before === sign && after === sign) {
      area.setRangeText(area.value.slice(start, end), start - size, end + size, "select");
    } else {
      area.setRangeText(`${sign}${area.value.slice(start, end)}${sign}`, start, end, "preserve");
      area.setSelectionRange(start + size, end + size);
    }
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

// A sign does not stand beside a space: those at the edges stay outside.
function trimmed(text, from, to) {
  let [start, end] = [from, to];
  while (start < end && /\s/.test(text[start])) start += 1;
  while (end > start && /\s/.test(text[end - 1])) end -= 1;
  return [start, end];
}
