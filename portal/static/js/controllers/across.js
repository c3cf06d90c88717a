// Values for many outlets: what is carried over, typed or pasted is shown, then saved in sets.
import { Controller } from "/static/vendor/stimulus.js";
import { Cell } from "/static/js/across/cells.js";
import { Grid } from "/static/js/across/grid.js";
import { withKeys } from "/static/js/across/keys.js";
import { withPasting } from "/static/js/across/pasting.js";
import { withSaving } from "/static/js/across/saving.js";
import { fetchPart, parse, send } from "/static/js/editor/server.js";

const READ_PAUSE = 400;

export default class extends withSaving(withPasting(withKeys(Controller))) {
  static targets = [
    "choice", "filter", "all", "column", "row", "cell", "body", "loading", "status", "progress", "result",
    "button", "dialog", "entry", "text", "refusal", "preview",
  ];

  static values = {
    base: String, query: String, source: String, version: Number, total: Number, beforeText: String,
    nothingText: String, keepsText: String, takeText: String, clearedText: String, waitingText: String,
    waitingOneText: String, idleText: String, savingText: String, leftText: String, failedText: String,
    selectedText: String, copiedText: String, pastedText: String, filledText: String, unreadText: String,
    meanwhileText: String, savedText: String,
  };

  initialize() {
    this.cells = new Map();
    this.given = null;
    this.unread = new Set();
  }

  connect() {
    this.grid = new Grid(() => this.visibleRows());
    this.texts = {
      before: this.beforeTextValue, nothing: this.nothingTextValue, cleared: this.clearedTextValue,
      keeps: this.keepsTextValue, take: this.takeTextValue,
    };
    for (const element of this.cellTargets) this.adopt(element);
    this.applyAll();
    this.loadOthers();
  }

  // A cell counts from when it is on the page; its row may be fetched anew.
  cellTargetConnected(element) {
    if (this.texts) this.adopt(element);
  }

  adopt(element) {
    if (!this.cells.has(element)) this.cells.set(element, new Cell(element, this.texts));
  }

  cellTargetDisconnected(element) {
    this.cells.delete(element);
  }

  cellOf(node) {
    return this.cells.get(node.closest?.("td")) ?? null;
  }

  cellsOf(row) {
    return [...row.querySelectorAll("td")].map((element) => this.cells.get(element)).filter(Boolean);
  }

  visibleRows() {
    const open = this.rowTargets.filter((row) => !row.hidden && row.dataset.shut !== "true");
    return open.map((row) => this.cellsOf(row).filter((cell) => cell.input));
  }

  rowOf(outlet) {
    return this.rowTargets.find((row) => row.dataset.outlet === outlet);
  }

  isChosen(row) {
    return row.querySelector('[data-part="row"]')?.checked ?? false;
  }

  // The rows come in sets, so that hundreds of outlets do not keep anybody waiting.
  async loadOthers() {
    const body = this.bodyTarget;
    let loaded = Number(body.dataset.loaded);
    while (loaded < this.totalValue && this.element.isConnected) {
      const query = new URLSearchParams(this.queryValue);
      query.set("from", loaded);
      const part = parse(await fetchPart(`${this.baseValue}/rows?${query}`));
      const rows = [...part.querySelectorAll("tr")];
      if (!rows.length) break;
      body.append(part);
      loaded += rows.length;
      for (const row of rows) this.applyRow(row);
      this.filtered();
      this.tellChoices();
    }
    this.loadingTarget.hidden = true;
    this.tell();
  }

  // What is carried over
  choiceOf(key) {
    const item = this.choiceTargets.find((choice) => choice.dataset.field === key);
    if (!item) return null;
    const [carry, replace] = ["carry", "replace"].map((part) => item.querySelector(`[data-part="${part}"]`));
    return { carry: carry.checked, replace: carry.checked && replace.checked, text: item.dataset.text };
  }

  chose() {
    this.applyAll();
    this.tell();
  }

  applyAll() {
    for (const row of this.rowTargets) this.applyRow(row);
    this.tellChoices();
    this.tell();
  }

  applyRow(row) {
    for (const element of row.querySelectorAll("td")) this.adopt(element);
    for (const cell of this.cellsOf(row)) cell.apply(this.choiceOf(cell.key), this.isChosen(row));
  }

  // How many outlets have a value of their own, and whether it is replaced.
  tellChoices() {
    for (const item of this.choiceTargets) {
      const own = [...this.cells.values()].filter(
        (cell) => cell.key === item.dataset.field && cell.state === "own" && !cell.shut && this.isChosen(cell.row),
      );
      const label = item.querySelector(".across-replace");
      const words = label.querySelector("span");
      label.hidden = own.length === 0 || !item.querySelector('[data-part="carry"]').checked;
      const { textOne, textMany } = words.dataset;
      words.textContent = own.length === 1 ? textOne : textMany.replace("{count}", own.length);
    }
  }

  takeOne(event) {
    const cell = this.cellOf(event.currentTarget);
    cell.replaces = true;
    cell.carry(this.choiceOf(cell.key).text);
    this.changedCell(cell);
    cell.input.focus();
  }

  tookWhole(event) {
    const cell = this.cellOf(event.currentTarget);
    if (event.currentTarget.checked) {
      cell.replaces = true;
      cell.carry(this.choiceOf(cell.key).text);
    } else cell.reset();
    this.changedCell(cell);
  }

  choseRow(event) {
    this.applyRow(event.currentTarget.closest("tr"));
    this.tellChoices();
    this.tell();
  }

  choseAll() {
    for (const row of this.rowTargets) {
      if (row.dataset.shut !== "true" && !row.hidden) row.querySelector('[data-part="row"]').checked = this.allTarget.checked;
    }
    this.applyAll();
  }

  // On a phone an outlet shows what changes, and all else when asked.
  unfold(event) {
    const { currentTarget: button } = event;
    const open = button.closest("tr").classList.toggle("is-open");
    button.setAttribute("aria-expanded", String(open));
    button.textContent = open ? button.dataset.closeText : button.dataset.openText;
  }

  filtered() {
    const words = this.filterTarget.value.trim().toLowerCase();
    for (const row of this.rowTargets) row.hidden = !row.dataset.search.includes(words);
  }

  // Typing
  typed(event) {
    const cell = this.cellOf(event.target);
    if (!cell || event.target !== cell.input) return;
    cell.typed();
    this.changedCell(cell);
  }

  changed(event) {
    if (event.target.tagName === "SELECT") this.typed(event);
  }

  // Who enters something for an outlet wants it saved for that outlet.
  changedCell(cell) {
    if (cell.origin !== "") cell.row.querySelector('[data-part="row"]').checked = true;
    cell.show(this.choiceOf(cell.key));
    if (cell.origin === "typed") this.readLater(cell);
    this.tell();
  }

  readLater(cell) {
    this.unread.add(cell);
    window.clearTimeout(this.readTimer);
    this.readTimer = window.setTimeout(() => this.read(), READ_PAUSE);
  }

  // Asks how what was typed is read; says at the cell where it cannot be.
  async read() {
    const cells = [...this.unread].filter((cell) => cell.origin === "typed");
    this.unread.clear();
    if (!cells.length) return;
    const sent = cells.map((cell) => ({ outlet: cell.row.dataset.outlet, field: cell.key, text: cell.text }));
    try {
      const answer = await send(`${this.baseValue}/read`, { source: this.sourceValue || null, cells: sent });
      const { cells: found } = await answer.json();
      for (const one of found) this.heard(cells, one);
      this.tell();
    } catch {
      // Without a connection it is read when it is saved.
    }
  }

  heard(cells, one) {
    const cell = cells.find((found) => found.row.dataset.outlet === one.outlet && found.key === one.field);
    if (!cell || cell.origin !== "typed") return;
    cell.problem = one.problem;
    if (one.problem === null && document.activeElement !== cell.input) {
      cell.text = one.text;
      if (cell.text === cell.now) cell.origin = "";
    }
    cell.show(this.choiceOf(cell.key));
  }
}
