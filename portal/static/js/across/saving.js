// Saving in sets, outlet by outlet, as a part of the table's controller.
import { fetchPart, parse, send } from "/static/js/editor/server.js";

const SET = 20;
const WRONG = new Set(["unreadable", "clash", "refused"]);

// Adds what is saved, and what is told of each outlet afterwards.
export const withSaving = (Base) => class extends Base {
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
    if (this.hasStatusTarget && this.statusTarget.textContent !== text) this.statusTarget.textContent = text;
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
};
