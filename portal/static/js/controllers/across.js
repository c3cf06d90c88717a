// Values for many outlets: what is carried over, typed or pasted is shown, then saved in sets.
import { Controller } from "/static/vendor/stimulus.js";
import { Cell } from "/static/js/across/cells.js";
import { readText } from "/static/js/across/file.js";
import { asTable, Grid } from "/static/js/across/grid.js";
import { fetchPart, parse, send } from "/static/js/editor/server.js";

const SET = 20;
const READ_PAUSE = 400;
const WRONG = new Set(["unreadable", "clash", "refused"]);

export default class extends Controller {
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
    return row.querySelector('[data-part="row"]').checked;
  }

  // The rows come in sets, so that hundreds of outlets do not keep anybody waiting.
  async loadOthers() {
    const { body } = { body: this.bodyTarget };
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

  // Keys, rectangles, clipboard
  pressed(event) {
    const cell = this.cellOf(event.target);
    if (!cell || event.target !== cell.input) return;
    if (event.key === "Escape") this.grid.clear();
    else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "d") {
      event.preventDefault();
      this.fillDown();
    } else if (event.key === "Enter" && event.altKey) this.breakLine(event, cell);
    else if (["Delete", "Backspace"].includes(event.key) && this.grid.isRectangle) {
      event.preventDefault();
      for (const one of this.grid.selected.flat()) this.enter(one, "");
    } else if (this.grid.move(event, cell)) this.tellSelected();
  }

  breakLine(event, cell) {
    if (cell.input.tagName !== "TEXTAREA") return;
    event.preventDefault();
    cell.input.setRangeText("\n", cell.input.selectionStart, cell.input.selectionEnd, "end");
    cell.typed();
    this.changedCell(cell);
  }

  focused(event) {
    const cell = this.cellOf(event.target);
    if (cell && event.target === cell.input) this.last = cell;
  }

  clicked(event) {
    const cell = this.cellOf(event.target);
    if (!cell || event.target !== cell.input) return;
    if (event.shiftKey && this.shiftFrom) this.grid.reach(this.shiftFrom, cell);
    else {
      this.grid.clear();
      this.shiftFrom = cell;
    }
    this.tellSelected();
  }

  tellSelected() {
    const rows = this.grid.selected;
    if (!rows.length) return;
    this.say(this.selectedTextValue.replace("{rows}", rows.length).replace("{columns}", rows[0].length));
  }

  copied(event) {
    const rows = this.grid.selected;
    if (!rows.length) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", asTable(rows.map((cells) => cells.map((cell) => cell.text))));
    this.say(this.copiedTextValue);
  }

  async copyAll() {
    const named = this.columnTargets.filter((column) => column.dataset.kind === "typed");
    const words = this.element.querySelector("th[data-words]").dataset.words.split("|");
    const head = [...words, ...named.map((column) => column.textContent.trim())];
    const rows = this.rowTargets.filter((row) => !row.hidden).map((row) => [
      row.dataset.number, row.dataset.place,
      ...this.cellsOf(row).filter((cell) => cell.input).map((cell) => cell.text),
    ]);
    await navigator.clipboard.writeText(asTable([head, ...rows]));
    this.say(this.copiedTextValue);
  }

  // The first row of what is selected goes into the others; without a selection, into all below.
  fillDown() {
    const rows = this.grid.selected.length ? this.grid.selected : this.below();
    const [first, ...others] = rows;
    if (!first) return;
    let count = 0;
    for (const cells of others) {
      cells.forEach((cell, column) => {
        this.enter(cell, first[column].text);
        count += 1;
      });
    }
    this.say(this.filledTextValue.replace("{count}", count));
  }

  below() {
    const place = this.last && this.grid.placeOf(this.last);
    if (!place) return [];
    return this.visibleRows().slice(place.row).filter((cells) => this.isChosen(cells[0].row)).map((cells) => [cells[place.column]]);
  }

  enter(cell, text) {
    cell.type(text);
    this.changedCell(cell);
  }

  // Pasting: looked at first, then entered
  pasted(event) {
    const cell = this.cellOf(event.target);
    if (!cell || event.target !== cell.input) return;
    const text = event.clipboardData.getData("text/plain");
    const lines = text.replace(/[\r\n]+$/, "");
    if (!/[\t\r\n]/.test(lines)) return;
    event.preventDefault();
    this.openDialog();
    this.textTarget.value = text;
    this.start = cell;
    this.preview();
  }

  openPaste() {
    this.start = null;
    this.textTarget.value = "";
    this.openDialog();
    this.textTarget.focus();
  }

  openDialog() {
    this.opener = document.activeElement;
    this.entryTarget.hidden = false;
    this.previewTarget.hidden = true;
    this.refusalTarget.hidden = true;
    this.dialogTarget.showModal();
  }

  closeDialog() {
    this.dialogTarget.close();
    this.opener?.focus();
  }

  async choseFile(event) {
    const [file] = event.currentTarget.files;
    if (!file) return;
    this.textTarget.value = await readText(file);
    event.currentTarget.value = "";
    this.preview();
  }

  async preview() {
    const body = { source: this.sourceValue || null, pasted: this.textTarget.value };
    if (!body.pasted.trim()) return this.textTarget.focus();
    if (this.start) Object.assign(body, { outlet: this.start.row.dataset.outlet, field: this.start.key });
    try {
      const answer = await (await send(`${this.baseValue}/read`, body)).json();
      this.offered = answer.cells;
      this.previewTarget.replaceChildren(parse(answer.html));
      this.entryTarget.hidden = true;
      this.previewTarget.hidden = false;
      this.previewTarget.querySelector("h2").focus();
    } catch (error) {
      this.refusalTarget.textContent = error.body?.detail ?? this.failedTextValue;
      this.refusalTarget.hidden = false;
    }
    return undefined;
  }

  takePasted() {
    for (const one of this.offered) {
      const row = this.rowOf(one.outlet);
      const cell = row && this.cellsOf(row).find((found) => found.key === one.field);
      if (!cell || cell.shut) continue;
      cell.type(one.text);
      cell.problem = one.problem;
      if (cell.origin !== "") row.querySelector('[data-part="row"]').checked = true;
      cell.show(this.choiceOf(cell.key));
    }
    this.closeDialog();
    this.tell();
    this.say(this.pastedTextValue.replace("{count}", this.offered.length));
  }

  // Saving
  waiting() {
    const rows = this.rowTargets.filter((row) => row.dataset.shut !== "true" && this.isChosen(row));
    return rows.map((row) => ({ row, cells: this.cellsOf(row).filter((cell) => cell.wanted) })).filter(({ cells }) => cells.length);
  }

  tell() {
    const found = this.waiting();
    const cells = found.reduce((sum, { cells: own }) => sum + own.length, 0);
    const text = found.length === 1 ? this.waitingOneTextValue : this.waitingTextValue;
    this.say(found.length ? text.replace("{outlets}", found.length).replace("{cells}", cells) : this.idleTextValue);
  }

  say(text) {
    if (this.statusTarget.textContent !== text) this.statusTarget.textContent = text;
  }

  async save() {
    const wanted = this.waiting();
    if (this.saving || !wanted.length) return this.tell();
    const wrong = wanted.flatMap(({ cells }) => cells).filter((cell) => cell.problem !== null);
    if (wrong.length) {
      this.say(this.unreadTextValue.replace("{count}", wrong.length));
      return wrong[0].input.focus();
    }
    this.saving = true;
    this.progressTarget.hidden = false;
    this.progressTarget.max = wanted.length;
    try {
      await this.saveSets(wanted);
    } catch (error) {
      this.say(error.body?.detail ?? this.failedTextValue);
    } finally {
      this.saving = false;
      this.progressTarget.hidden = true;
    }
    return undefined;
  }

  async saveSets(wanted) {
    const left = [];
    let saved = 0;
    for (let first = 0; first < wanted.length; first += SET) {
      const set = wanted.slice(first, first + SET);
      const answer = await (await send(`${this.baseValue}/save`, this.bodyOf(set))).json();
      this.given = answer.carry_over;
      this.resultTarget.href = answer.url;
      for (const outcome of answer.outlets) {
        if (WRONG.has(outcome.state)) left.push(outcome);
        else saved += 1;
        await this.settle(outcome);
      }
      this.progressTarget.value = first + set.length;
      this.say(this.savingTextValue.replace("{done}", first + set.length).replace("{total}", wanted.length));
    }
    if (!left.length) return this.leaveFor(this.resultTarget.href);
    this.resultTarget.hidden = saved === 0;
    this.say(this.leftTextValue.replace("{saved}", saved).replace("{left}", left.length));
    return this.rowOf(left[0].outlet).scrollIntoView({ block: "center" });
  }

  bodyOf(set) {
    const outlets = set.map(({ row, cells }) => ({
      outlet: row.dataset.outlet,
      version: Number(row.dataset.version),
      cells: Object.fromEntries(cells.map((cell) => [cell.key, cell.wanted])),
    }));
    const source = this.sourceValue ? { id: this.sourceValue, version: this.versionValue } : null;
    return { carry_over: this.given, source, outlets };
  }

  // A saved outlet shows what it has now; one that somebody else changed is fetched anew.
  async settle(outcome) {
    const row = this.rowOf(outcome.outlet);
    if (!WRONG.has(outcome.state)) {
      row.dataset.version = outcome.version;
      for (const cell of this.cellsOf(row).filter((found) => found.wanted)) this.settled(cell);
      return this.tellRow(row, this.savedTextValue, "is-ok");
    }
    for (const [key, problem] of Object.entries(outcome.problems)) {
      const cell = this.cellsOf(row).find((found) => found.key === key);
      if (cell && outcome.state === "unreadable") {
        cell.problem = problem;
        cell.show(this.choiceOf(key));
      }
    }
    if (outcome.state === "clash") return this.renew(row, outcome);
    return outcome.reason ? this.tellRow(row, outcome.reason, "is-crit") : undefined;
  }

  settled(cell) {
    cell.element.dataset.now = cell.text;
    cell.element.dataset.state = cell.origin === "carried" ? "same" : this.sourceValue && "own";
    cell.origin = "";
    cell.replaces = false;
    cell.show(null);
  }

  async renew(row, outcome) {
    const query = new URLSearchParams(this.queryValue);
    query.set("outlet", outcome.outlet);
    const fresh = parse(await fetchPart(`${this.baseValue}/rows?${query}`)).querySelector("tr");
    const typed = this.cellsOf(row).filter((cell) => cell.wanted).map((cell) => [cell.key, cell.origin, cell.text]);
    row.replaceWith(fresh);
    for (const element of fresh.querySelectorAll("td")) this.adopt(element);
    for (const [key, origin, text] of typed) {
      const cell = this.cellsOf(fresh).find((found) => found.key === key);
      cell.replaces = origin === "carried";
      if (origin === "carried") cell.carry(text);
      else cell.type(text);
      cell.show(this.choiceOf(key));
    }
    this.tellRow(fresh, `${outcome.reason} ${this.meanwhileTextValue}`, "is-crit");
  }

  tellRow(row, text, name) {
    const told = row.querySelector("[data-told]");
    told.className = `across-told ${name}`;
    told.textContent = text;
  }

  leaveFor(url) {
    this.left = true;
    window.location.assign(url);
  }

  leaving(event) {
    const typed = [...this.cells.values()].some((cell) => cell.origin === "typed");
    if (!this.left && (this.saving || typed)) event.preventDefault();
  }
}
