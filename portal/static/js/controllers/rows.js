// A list of items: rows are added, removed and moved, and cells of a spreadsheet are pasted.
import { Controller } from "/static/vendor/stimulus.js";

// The order in which a spreadsheet has its columns; the last one is the price.
const COLUMNS = ["name", "size", "unit_price", "price"];

export default class RowsController extends Controller {
  static targets = ["list", "row", "blank", "add", "said"];

  static values = { most: Number, movedText: String, pastedText: String, fullText: String, goneText: String };

  rowTargetConnected() {
    this.number();
  }

  rowTargetDisconnected() {
    this.number();
  }

  // Names each row and its buttons by where it stands.
  number() {
    this.rowTargets.forEach((row, index) => {
      const n = String(index + 1);
      row.setAttribute("aria-label", row.dataset.label.replace("{n}", n));
      for (const button of row.querySelectorAll("button[data-label]")) {
        button.setAttribute("aria-label", button.dataset.label.replace("{n}", n));
        button.title = button.getAttribute("aria-label");
      }
    });
  }

  add() {
    if (this.rowTargets.length >= this.mostValue) return this.say(this.fullTextValue.replace("{most}", this.mostValue));
    const row = this.append();
    row.querySelector("input").focus();
    return undefined;
  }

  append() {
    this.listTarget.append(this.blankTarget.content.cloneNode(true));
    return this.listTarget.lastElementChild;
  }

  remove(event) {
    const row = this.rowOf(event.target);
    const place = this.rowTargets.indexOf(row);
    if (this.rowTargets.length > 1) row.remove();
    else this.fill(row, []);
    this.say(this.goneTextValue.replace("{n}", place + 1));
    this.tell();
    (this.rowTargets[Math.min(place, this.rowTargets.length - 1)] ?? this.addTarget).querySelector("input")?.focus();
  }

  up(event) {
    this.move(this.rowOf(event.target), -1, event.currentTarget);
  }

  down(event) {
    this.move(this.rowOf(event.target), 1, event.currentTarget);
  }

  // Alt and an arrow move the row in which one types.
  key(event) {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!by || !event.altKey || !event.target.closest("[data-row]")) return;
    event.preventDefault();
    this.move(this.rowOf(event.target), by, event.target);
  }

  move(row, by, focused) {
    const rows = this.rowTargets;
    const from = rows.indexOf(row);
    const other = rows[from + by];
    if (!other) return;
    if (by < 0) other.before(row);
    else other.after(row);
    focused.focus();
    this.number();
    this.say(this.movedTextValue.replace("{from}", from + 1).replace("{to}", from + by + 1));
    this.tell();
  }

  // Cells of a spreadsheet: tabs between columns, each line a row, from the row on in which one is.
  paste(event) {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const at = event.target.closest("[data-row]");
    if (!at || !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    const lines = text.replace(/\r/g, "").split("\n").filter((line) => line.trim() !== "");
    const begin = this.rowTargets.indexOf(at);
    const fitting = lines.slice(0, this.mostValue - begin);
    fitting.forEach((line, n) => this.fill(this.rowTargets[begin + n] ?? this.append(), cells(line)));
    const full = lines.length > fitting.length ? ` ${this.fullTextValue.replace("{most}", this.mostValue)}` : "";
    this.say(this.pastedTextValue.replace("{count}", fitting.length) + full);
    this.tell();
  }

  fill(row, values) {
    for (const input of row.querySelectorAll("input[data-part]")) {
      input.value = values[COLUMNS.indexOf(input.dataset.part)] ?? "";
    }
  }

  rowOf(element) {
    return element.closest("[data-row]");
  }

  say(text) {
    this.saidTarget.textContent = text;
  }

  tell() {
    this.listTarget.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

// A line with fewer cells names the price last: "Tomate <tab> 2,99".
function cells(line) {
  const found = line.split("\t").map((cell) => cell.trim());
  if (found.length >= COLUMNS.length) return found.slice(0, COLUMNS.length);
  const price = found.length > 1 ? found.pop() : "";
  return [found[0] ?? "", found[1] ?? "", "", price];
}
