// Cells of the table: what stands there, what is wanted instead, and what is said about it.

// A cell is as it was, carried over from the source, or typed; only the latter two are saved.
export class Cell {
  constructor(element, texts) {
    this.element = element;
    this.texts = texts;
    this.input = element.querySelector('[data-part="text"]');
    this.take = element.querySelector('[data-part="take"]');
    this.note = element.querySelector("[data-note]");
    this.origin = "";
    this.replaces = false;
    this.problem = null;
  }

  get row() {
    return this.element.closest("tr");
  }

  get key() {
    return this.element.dataset.field;
  }

  get shut() {
    return this.row.dataset.shut === "true";
  }

  get now() {
    return this.element.dataset.now;
  }

  get state() {
    return this.element.dataset.state;
  }

  get text() {
    return this.input ? this.input.value : this.now;
  }

  set text(value) {
    if (this.input?.tagName === "SELECT") this.choose(value);
    else if (this.input) this.input.value = value;
  }

  // A list takes what it offers; what else was pasted is added, so that nothing typed is lost.
  choose(value) {
    const options = [...this.input.options];
    const found = options.find((option) => option.value.toLowerCase() === value.toLowerCase());
    if (!found) this.input.add(new Option(value, value));
    this.input.value = found ? found.value : value;
  }

  // What the choices above the table mean for this cell.
  apply(choice, rowChosen) {
    if (this.origin !== "typed" && !this.shut) {
      const free = this.state === "free";
      const own = this.state === "own" && (this.replaces || choice?.replace);
      const carries = rowChosen && ((choice?.carry && (free || own)) || this.replaces);
      if (carries) this.carry(choice.text);
      else if (this.origin === "carried") this.reset();
    }
    this.show(choice);
  }

  reset() {
    this.origin = "";
    this.replaces = false;
    this.problem = null;
    this.text = this.now;
    if (this.take) this.take.checked = false;
  }

  // What a person typed, pasted or filled in.
  type(value) {
    this.text = value;
    this.typed();
  }

  typed() {
    this.problem = null;
    this.replaces = false;
    this.origin = this.text === this.now ? "" : "typed";
  }

  // The value of the source, whatever the outlet has.
  carry(text) {
    this.origin = "carried";
    this.problem = null;
    this.text = text;
    if (this.take) this.take.checked = true;
  }

  get wanted() {
    if (this.origin === "carried") return { replaces: this.state === "own" };
    return this.origin === "typed" ? { text: this.text } : null;
  }

  // Shows what would change, in words and by its colour.
  show(choice) {
    const { before, nothing, cleared, keeps, take } = this.texts;
    this.element.dataset.origin = this.origin;
    this.element.classList.toggle("is-wrong", this.problem !== null);
    if (this.problem !== null) this.input?.setAttribute("aria-invalid", "true");
    else this.input?.removeAttribute("aria-invalid");
    const parts = [];
    if (this.problem !== null) parts.push(line(this.problem, "across-problem"));
    if (this.origin !== "") {
      parts.push(line(before.replace("{text}", this.now || nothing)));
      if (this.origin === "typed" && this.text.trim() === "") parts.push(line(cleared));
    } else if (choice?.carry && this.state === "own" && !this.shut) {
      parts.push(line(keeps));
      if (this.input) parts.push(button(`${take}: ${shorten(choice.text)}`));
    }
    this.note.replaceChildren(...parts);
  }
}

function line(text, name = "") {
  const element = document.createElement("span");
  element.textContent = text;
  if (name) element.className = name;
  return element;
}

function button(text) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "btn btn-compact across-take-one";
  element.dataset.action = "across#takeOne";
  element.textContent = text;
  return element;
}

function shorten(text) {
  const plain = text.replace(/\s+/g, " ");
  return plain.length > 40 ? `${plain.slice(0, 39)}…` : plain;
}
