// Makes the forms of a brand kit quicker: rows come, move and go without a reload, contrast and
// samples follow what is typed. Every button works without it, too.
import { Controller } from "/static/vendor/stimulus.js";

const HEX = /^#?([0-9a-f]{6})$/i;
const REST = 350;

export default class extends Controller {
  static targets = ["row", "sample", "note"];
  static values = { colours: Object, sample: String, unsaved: Boolean, comma: Boolean };

  connect() {
    this.dirty = this.unsavedValue;
    this.timers = new WeakMap();
    this.guard = (event) => {
      if (this.dirty) event.preventDefault();
    };
    window.addEventListener("beforeunload", this.guard);
  }

  disconnect() {
    window.removeEventListener("beforeunload", this.guard);
  }

  rowTargetConnected(row) {
    for (const picker of row.querySelectorAll(".kit-picker")) picker.hidden = false;
  }

  add(event) {
    event.preventDefault();
    const section = event.target.closest("section");
    const template = section.querySelector("template[data-part]");
    const id = `j${Date.now().toString(36)}`.slice(0, 12);
    const blank = template.content.querySelector('input[name^="row-"]').value;
    const holder = document.createElement("template");
    holder.innerHTML = template.innerHTML.replaceAll(`"${blank}"`, `"${id}"`)
      .replaceAll(`"${blank}-`, `"${id}-`)
      .replaceAll(`"${blank}.`, `"${id}.`)
      .replaceAll(` ${blank}-`, ` ${id}-`)
      .replaceAll(`:${blank}"`, `:${id}"`);
    section.querySelector(".kit-rows").append(holder.content);
    section.querySelector(".kit-none")?.remove();
    const row = section.querySelector(".kit-rows").lastElementChild;
    row.open = true;
    row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    this.touch();
  }

  up(event) {
    this.move(event, (row) => row.previousElementSibling?.before(row));
  }

  down(event) {
    this.move(event, (row) => row.nextElementSibling?.after(row));
  }

  remove(event) {
    this.move(event, (row) => {
      const next = row.nextElementSibling ?? row.previousElementSibling;
      row.remove();
      next?.querySelector("summary")?.focus();
    });
  }

  move(event, how) {
    event.preventDefault();
    const button = event.currentTarget;
    how(button.closest(".kit-row"));
    if (button.isConnected) button.focus();
    this.touch();
  }

  pick(event) {
    const text = event.target.parentElement.querySelector("input:not([type=color])");
    text.value = event.target.value.toUpperCase();
  }

  changed(event) {
    if (event.target.name === "new-rule") return;
    this.touch();
    const row = event.target.closest("[data-kit-rows-target~=row]");
    if (!row) return;
    const part = row.parentElement.dataset.part;
    if (part === "colours") this.showColour(row);
    if (part === "pairs") this.showPair(row);
    if (part === "text_styles") this.showSample(row);
  }

  touch() {
    this.dirty = true;
    if (this.hasNoteTarget) this.noteTarget.hidden = false;
  }

  leave() {
    this.dirty = false;
  }

  showColour(row) {
    const colour = this.field(row, "srgb").value.trim();
    if (HEX.test(colour)) {
      const hex = `#${HEX.exec(colour)[1]}`;
      row.querySelector(".kit-face-chip rect").setAttribute("fill", hex);
      row.querySelector(".kit-picker").value = hex.toLowerCase();
    }
    row.querySelector(".kit-face-name").textContent = this.field(row, "token").value;
    this.say(row, "partner", colour, this.coloursValue[this.field(row, "partner").value]);
  }

  showPair(row) {
    const front = this.coloursValue[this.field(row, "front").value];
    const ground = this.coloursValue[this.field(row, "ground").value];
    row.querySelector("[data-kit-rows-target=front]").setAttribute("fill", front ?? "#FFFFFF");
    row.querySelector("[data-kit-rows-target=ground]").setAttribute("fill", ground ?? "#FFFFFF");
    this.say(row, "ratio", front, ground);
  }

  say(row, name, one, other) {
    const place = row.querySelector(`[data-kit-rows-target=${name}]`);
    if (!place) return;
    const ratio = contrast(one, other);
    const said = ratio && ratio.toFixed(1).replace(".", this.commaValue ? "," : ".");
    place.textContent = said ? `${said} : 1` : "–";
  }

  showSample(row) {
    clearTimeout(this.timers.get(row));
    this.timers.set(row, setTimeout(() => this.fetchSample(row), REST));
  }

  fetchSample(row) {
    const asked = new URLSearchParams();
    for (const field of row.querySelectorAll("input, select")) {
      const [, key] = field.name.split(/-(.*)/s);
      if (!key) continue;
      if (field.type === "checkbox" && !field.checked) continue;
      asked.append(key, field.value);
    }
    const picture = row.querySelector(".kit-specimen");
    const next = new Image();
    next.onload = () => {
      picture.src = next.src;
      picture.hidden = false;
    };
    next.src = `${this.sampleValue}?${asked}`;
  }

  field(row, key) {
    return row.querySelector(`[name$="-${key}"]`);
  }
}

function contrast(one, other) {
  if (!HEX.test(one ?? "") || !HEX.test(other ?? "")) return null;
  const [dark, bright] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}

function luminance(colour) {
  const hex = HEX.exec(colour)[1];
  const [red, green, blue] = [0, 2, 4].map((at) => {
    const share = parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
