// The picture of the page: follows typing, turns pages, zooms, and shows where each field stands.
import { send } from "/static/js/editor/server.js";

const SCREEN_DPI = 96;
const MM = 25.4;
const TYPING_PAUSE = 70;

export class PagePicture {
  constructor(editor) {
    this.editor = editor;
    this.page = 0;
    this.scale = 1;
    this.frames = new Map();
    this.asked = 0;
    this.shown = 0;
  }

  select(item) {
    this.format = { ...item.dataset };
    this.page = 0;
    this.scale = 1;
    this.fit();
    this.draw();
  }

  get pages() {
    return Number(this.format.pages);
  }

  turn(by) {
    this.page = Math.min(this.pages - 1, Math.max(0, this.page + by));
    this.draw();
  }

  // Largest width at which the whole page stands on the mat, in CSS pixels.
  fit() {
    const mat = this.editor.matTarget;
    const { width, height } = this.format;
    const room = { x: mat.clientWidth - 48, y: mat.clientHeight - 56 };
    const fitted = Math.min(room.x, (room.y * width) / height);
    this.base = Math.max(96, Math.round(Math.min(fitted, 720)));
    this.resize();
  }

  zoom(by) {
    this.scale = Math.min(3, Math.max(0.5, this.scale * (by > 0 ? 1.2 : 1 / 1.2)));
    this.resize();
    this.later();
  }

  resize() {
    const width = Math.round(this.base * this.scale);
    const { paperTarget, pictureTarget, zoomTextTarget } = this.editor;
    paperTarget.style.width = `${width}px`;
    paperTarget.style.aspectRatio = `${this.format.width} / ${this.format.height}`;
    pictureTarget.width = Math.round(Number(this.format.width) * 10);
    pictureTarget.height = Math.round(Number(this.format.height) * 10);
    const natural =
      this.format.unit === "mm" ? (Number(this.format.width) / MM) * SCREEN_DPI : Number(this.format.width);
    zoomTextTarget.textContent = `${Math.round((width / natural) * 100)}\u00a0%`;
    this.width = width;
  }

  later() {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.draw(), TYPING_PAUSE);
  }

  async draw() {
    window.clearTimeout(this.timer);
    this.abort?.abort();
    this.abort = new AbortController();
    const number = ++this.asked;
    const { editor } = this;
    const dense = Math.min(window.devicePixelRatio || 1, 2);
    const width = Math.min(2400, Math.max(80, Math.round(this.width * dense)));
    editor.paperTarget.dataset.busy = "true";
    try {
      const url = `${editor.urlValue}/pictures/${this.format.format}`;
      const body = { changes: editor.kept.changes, page: this.page, width };
      const answer = await send(url, body, this.abort.signal);
      const blob = await answer.blob();
      if (number > this.shown) this.show(number, blob);
    } catch (error) {
      if (error.name !== "AbortError") editor.saving.failed(error);
    }
  }

  show(number, blob) {
    this.shown = number;
    const { pictureTarget, paperTarget } = this.editor;
    const old = pictureTarget.src;
    pictureTarget.src = URL.createObjectURL(blob);
    if (old.startsWith("blob:")) window.setTimeout(() => URL.revokeObjectURL(old), 1000);
    paperTarget.dataset.busy = "false";
    this.showFrames();
  }

  setFrames(key, svg) {
    this.frames.set(key, svg);
  }

  showFrames() {
    const { framesTarget } = this.editor;
    const svg = this.frames.get(`${this.format.format}:${this.page}`);
    framesTarget.replaceChildren(...(svg ? [svg] : []));
    const frames = this.all();
    if (frames.length && !frames.some((frame) => frame.tabIndex === 0)) frames[0].setAttribute("tabindex", "0");
    this.mark(this.marked);
  }

  all() {
    return [...this.editor.framesTarget.querySelectorAll(".frame")];
  }

  mark(field) {
    this.marked = field;
    let first = null;
    for (const frame of this.all()) {
      const chosen = frame.dataset.field === field;
      frame.classList.toggle("is-chosen", chosen);
      if (chosen && !first) first = frame;
    }
    this.label(first);
  }

  // Turns to the page of this format on which the field stands.
  reveal(field) {
    const here = (page) => {
      const svg = this.frames.get(`${this.format.format}:${page}`);
      return svg && [...svg.querySelectorAll(".frame")].some((frame) => frame.dataset.field === field);
    };
    if (here(this.page)) return this.mark(field);
    for (let page = 0; page < this.pages; page += 1) {
      if (here(page)) {
        this.marked = field;
        this.page = page;
        this.draw();
        return this.editor.formats.tellPage();
      }
    }
    return this.mark(field);
  }

  label(frame) {
    const { frameLabelTarget, paperTarget } = this.editor;
    frameLabelTarget.hidden = !frame;
    if (!frame) return;
    const paper = paperTarget.getBoundingClientRect();
    const box = frame.getBoundingClientRect();
    frameLabelTarget.textContent = frame.getAttribute("aria-label");
    frameLabelTarget.style.left = `${Math.max(0, box.left - paper.left - 3)}px`;
    frameLabelTarget.style.top = `${Math.max(0, box.top - paper.top - 24)}px`;
  }

  // Arrow keys go to the nearest frame in their direction, Enter to its field.
  walk(event) {
    const frame = event.target.closest(".frame");
    if (!frame) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.editor.fields.focusField(frame.dataset.field);
      return;
    }
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!way) return;
    event.preventDefault();
    const next = nearest(frame, this.all(), way);
    if (!next) return;
    frame.setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    next.focus();
    this.mark(next.dataset.field);
  }
}

function nearest(from, frames, [dx, dy]) {
  const centre = (frame) => {
    const box = frame.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
  };
  const [x, y] = centre(from);
  let best = null;
  let least = Infinity;
  for (const frame of frames) {
    if (frame === from) continue;
    const [fx, fy] = centre(frame);
    const along = (fx - x) * dx + (fy - y) * dy;
    const across = Math.abs((fx - x) * dy) + Math.abs((fy - y) * dx);
    if (along > 1 && along + 2 * across < least) {
      least = along + 2 * across;
      best = frame;
    }
  }
  return best;
}
