// Moving through the table by keys, and rectangles of cells: selected, copied, filled.

const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export class Grid {
  // `rows` returns the visible rows, each as the list of its cells that are typed.
  constructor(rows) {
    this.rows = rows;
    this.anchor = null;
    this.corner = null;
  }

  placeOf(cell) {
    const rows = this.rows();
    const row = rows.findIndex((cells) => cells.includes(cell));
    return row < 0 ? null : { row, column: rows[row].indexOf(cell) };
  }

  at(row, column) {
    return this.rows()[row]?.[column] ?? null;
  }

  go(cell, down, right) {
    const place = this.placeOf(cell);
    const next = place && this.at(place.row + down, place.column + right);
    if (!next) return false;
    next.input.focus();
    if (next.input.select) next.input.select();
    return true;
  }

  // Whether a key moves on: to the side only where the caret has nowhere left to go.
  move(event, cell) {
    const { input } = cell;
    if (event.key === "Enter" && !event.altKey) {
      event.preventDefault();
      this.clear();
      return this.go(cell, event.shiftKey ? -1 : 1, 0);
    }
    const step = MOVES[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return false;
    if (event.shiftKey) return this.extend(event, cell, step);
    const list = input.tagName === "SELECT";
    if (list ? step[0] !== 0 : !atEdge(input, event.key)) return false;
    event.preventDefault();
    this.clear();
    return this.go(cell, ...step);
  }

  extend(event, cell, [down, right]) {
    const sideways = right !== 0 && !this.isRectangle && cell.input.tagName !== "SELECT";
    if (sideways && !isWhole(cell.input)) return false;
    event.preventDefault();
    this.anchor ??= this.placeOf(cell);
    const from = this.corner ?? this.anchor;
    const next = { row: from.row + down, column: from.column + right };
    if (this.at(next.row, next.column)) this.corner = next;
    this.paint();
    return true;
  }

  reach(from, to) {
    this.anchor = this.placeOf(from);
    this.corner = this.placeOf(to);
    this.paint();
  }

  get isRectangle() {
    const { anchor, corner } = this;
    return Boolean(anchor && corner) && (anchor.row !== corner.row || anchor.column !== corner.column);
  }

  // The selected cells, row by row.
  get selected() {
    if (!this.isRectangle) return [];
    const [top, bottom] = sorted(this.anchor.row, this.corner.row);
    const [left, right] = sorted(this.anchor.column, this.corner.column);
    return this.rows().slice(top, bottom + 1).map((cells) => cells.slice(left, right + 1));
  }

  paint() {
    const chosen = new Set(this.selected.flat());
    for (const cell of this.rows().flat()) cell.element.classList.toggle("is-selected", chosen.has(cell));
  }

  clear() {
    if (this.anchor === null) return;
    this.anchor = null;
    this.corner = null;
    this.paint();
  }
}

function sorted(one, other) {
  return one < other ? [one, other] : [other, one];
}

function isWhole(input) {
  return input.selectionStart === 0 && input.selectionEnd === input.value.length;
}

function atEdge(input, key) {
  const { selectionStart: start, selectionEnd: end, value } = input;
  if (key === "ArrowLeft") return end === 0 || isWhole(input);
  if (key === "ArrowRight") return start === value.length || isWhole(input);
  const beside = key === "ArrowUp" ? value.slice(0, start) : value.slice(end);
  return input.tagName !== "TEXTAREA" || isWhole(input) || !beside.includes("\n");
}

// Cells as spreadsheets copy them; nothing in them is run as a formula.
export function asTable(rows) {
  return rows.map((texts) => texts.map(quoted).join("\t")).join("\r\n");
}

function quoted(text) {
  const safe = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text;
  return /[\t\n\r"]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
