// Keys, rectangles of cells and the clipboard, as a part of the table's controller.
import { asTable } from "/static/js/across/grid.js";

// Adds what keys, clicks and copying do.
export const withKeys = (Base) => class extends Base {
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
};
