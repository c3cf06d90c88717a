// The picture of the page: follows typing, turns pages, zooms, and shows where each field stands.
//
// Each request has a number and only a higher one than that on screen is shown, so that answers
// may overtake each other. While one is under way, typing asks for one more after it, not for one
// each keystroke; where it takes long, a second one need not wait.
import { Refused, send } from "/static/js/editor/server.js";
import { tagOf } from "/static/js/editor/thumbnails.js";

const SCREEN_DPI = 96;
const MM = 25.4;
const MOST_UNDER_WAY = 2;
const PATIENCE = 200;
const SLOW = 400;
const UNCHANGED = 204;

export class PagePicture {
  constructor(editor) {
    this.editor = editor;
    this.page = 0;
    this.scale = 1;
    this.frames = new Map();
    this.asked = 0;
    this.shown = 0;
    this.underWay = 0;
    this.askedAt = 0;
  }

  disconnect() {
    window.clearTimeout(this.timer);
    window.clearTimeout(this.slowTimer);
    this.abort?.abort();
  }

  // Another format: its small picture stands in until the large one is there.
  select(item, small) {
    this.format = { ...item.dataset };
    this.page = 0;
    this.scale = 1;
    this.fit();
    this.begin(small?.src);
  }

  get pages() {
    return Number(this.format.pages);
  }

  turn(by) {
    this.page = Math.min(this.pages - 1, Math.max(0, this.page + by));
    this.begin();
  }

  // What is under way is of another page: nobody waits for it any more.
  begin(standIn) {
    this.abort?.abort();
    this.abort = new AbortController();
    this.shown = this.asked;
    this.tag = "";
    if (standIn) this.put(standIn);
    this.editor.say("turned", { format: this.format.format, page: this.page });
    this.draw();
  }

  // Largest width at which the whole page stands on the mat, in CSS pixels.
  fit() {
    const mat = this.editor.matTarget;
    const { width, height } = this.format;
    const { paddingLeft, paddingTop } = window.getComputedStyle(mat);
    const [across, down] = [2 * Number.parseFloat(paddingLeft), 2 * Number.parseFloat(paddingTop)];
    const room = { x: mat.clientWidth - across, y: mat.clientHeight - down };
    const fitted = Math.min(room.x, (room.y * width) / height);
    this.base = Math.max(96, Math.round(Math.min(fitted, 720)));
    this.resize();
  }

  // In less room the picture at hand does; only a larger one is drawn anew.
  refit() {
    const before = this.width;
    this.fit();
    this.showLocks();
    this.outline(this.all().filter((frame) => frame.classList.contains("is-chosen")));
    if (this.width > (this.drawnWidth ?? before) * 1.05) this.later();
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

  // Somebody typed: soon there is a picture of it, and the small ones wait.
  later() {
    this.wanted = true;
    this.editor.thumbnails.cancel();
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.go(), 0);
  }

  go() {
    if (!this.wanted) return;
    const wait = this.askedAt + PATIENCE - performance.now();
    if (this.underWay === 0 || (this.underWay < MOST_UNDER_WAY && wait <= 0)) this.draw();
    else if (this.underWay < MOST_UNDER_WAY) this.timer = window.setTimeout(() => this.go(), wait);
  }

  get isBusy() {
    return this.wanted || this.underWay > 0;
  }

  async draw() {
    const { editor } = this;
    window.clearTimeout(this.timer);
    this.wanted = false;
    this.abort ??= new AbortController();
    const { signal } = this.abort;
    const number = ++this.asked;
    this.underWay += 1;
    this.askedAt = performance.now();
    this.waits();
    try {
      const answer = await send(`${editor.urlValue}/pictures/${this.format.format}`, this.wish(), signal);
      const blob = answer.status === UNCHANGED ? null : await answer.blob();
      if (number > this.shown && !signal.aborted) this.show(number, blob, tagOf(answer));
    } catch (error) {
      if (error.name !== "AbortError" && number > this.shown) this.failed(error);
    } finally {
      this.underWay -= 1;
      if (this.wanted) this.go();
      else if (!this.isBusy) editor.thumbnails.later();
    }
  }

  wish() {
    const dense = Math.min(window.devicePixelRatio || 1, 2);
    const width = Math.min(2400, Math.max(80, Math.round(this.width * dense)));
    this.drawnWidth = this.width;
    return { changes: this.editor.kept.changes, page: this.page, width, known: this.tag ?? "" };
  }

  show(number, blob, tag) {
    this.shown = number;
    this.tag = tag;
    if (blob) this.put(URL.createObjectURL(blob));
    const { paperTarget } = this.editor;
    if (number === this.asked) {
      window.clearTimeout(this.slowTimer);
      paperTarget.dataset.busy = "false";
      this.note("");
    }
    this.showFrames();
  }

  put(source) {
    const { pictureTarget } = this.editor;
    const old = pictureTarget.src;
    pictureTarget.src = source;
    if (this.own) window.setTimeout(() => URL.revokeObjectURL(old), 1000);
    this.own = source.startsWith("blob:") && !this.editor.thumbnails.owns(source);
  }

  // The last picture stays while a new one is made; it says so when that takes a while.
  waits() {
    this.editor.paperTarget.dataset.busy = "true";
    window.clearTimeout(this.slowTimer);
    if (this.isOld) return;
    this.slowTimer = window.setTimeout(() => this.note(this.editor.updatingTextValue), SLOW);
  }

  // There is no new picture: the old one stays and says that it is old.
  failed(error) {
    window.clearTimeout(this.slowTimer);
    const refused = error instanceof Refused && !error.passes;
    this.isOld = true;
    this.note(refused && error.message ? error.message : this.editor.staleTextValue);
    if (!refused) this.editor.saving.lost();
  }

  // The server has everything again: what is old is drawn anew.
  settled() {
    if (this.isOld) this.draw();
  }

  note(text) {
    const { staleTarget } = this.editor;
    if (!text) this.isOld = false;
    staleTarget.hidden = !text;
    staleTarget.querySelector("span").textContent = text;
  }

  setFrames(key, svg) {
    this.frames.set(key, svg);
  }

  showFrames() {
    const { framesTarget } = this.editor;
    const svg = this.frames.get(`${this.format.format}:${this.page}`);
    if (framesTarget.firstElementChild !== (svg ?? null)) {
      const focused = framesTarget.contains(document.activeElement) ? document.activeElement.dataset.frame : null;
      framesTarget.replaceChildren(...(svg ? [svg] : []));
      if (focused) this.all().find((frame) => frame.dataset.frame === focused)?.focus({ preventScroll: true });
    }
    const frames = this.all();
    if (frames.length && !frames.some((frame) => frame.tabIndex === 0)) frames[0].setAttribute("tabindex", "0");
    this.showLocks();
    if (this.chosen) this.choose(frames.find((frame) => frame.dataset.frame === this.chosen));
    else this.mark(this.marked);
  }

  // Locks stand on the edge of the page, not on the ad.
  showLocks() {
    const { locksTarget, paperTarget } = this.editor;
    const paper = paperTarget.getBoundingClientRect();
    const shut = this.all().filter((frame) => frame.classList.contains("is-shut"));
    const places = shut.map((frame) => frame.getBoundingClientRect()).map((box) => (box.top + box.bottom) / 2 - paper.top);
    const apart = places.sort((a, b) => a - b).filter((place, n, all) => n === 0 || place - all[n - 1] > 12);
    locksTarget.replaceChildren(
      ...apart.map((place) => {
        const lock = this.editor.lockTarget.content.firstElementChild.cloneNode(true);
        lock.style.top = `${place}px`;
        return lock;
      }),
    );
  }

  all() {
    return [...this.editor.framesTarget.querySelectorAll(".frame")];
  }

  mark(field) {
    this.marked = field;
    this.chosen = null;
    const of = this.all().filter((frame) => field && frame.dataset.field === field);
    this.outline(of);
  }

  choose(frame) {
    this.marked = frame?.dataset.field;
    this.chosen = frame?.dataset.frame;
    this.outline(frame ? [frame] : []);
  }

  outline(chosen) {
    for (const frame of this.all()) frame.classList.toggle("is-chosen", chosen.includes(frame));
    this.label(chosen[0]);
    if (chosen[0]) this.bringIn(chosen[0]);
  }

  // On an enlarged page the frame is brought to where it can be seen; the page around stays.
  bringIn(frame) {
    const { matTarget } = this.editor;
    const mat = matTarget.getBoundingClientRect();
    const box = frame.getBoundingClientRect();
    const down = box.top < mat.top ? box.top - mat.top - 24 : Math.max(0, box.bottom - mat.bottom + 24);
    const across = box.left < mat.left ? box.left - mat.left - 24 : Math.max(0, box.right - mat.right + 24);
    if (down || across) matTarget.scrollBy({ top: down, left: across });
  }

  pageOf(format, field) {
    for (let page = 0; page < 99; page += 1) {
      const svg = this.frames.get(`${format}:${page}`);
      if (!svg) return -1;
      if ([...svg.querySelectorAll(".frame")].some((frame) => frame.dataset.field === field)) return page;
    }
    return -1;
  }

  shows(format, field) {
    return this.pageOf(format, field) >= 0;
  }

  // Turns to the page of this format on which the field stands.
  reveal(field) {
    const svg = this.frames.get(`${this.format.format}:${this.page}`);
    const here = svg && [...svg.querySelectorAll(".frame")].some((frame) => frame.dataset.field === field);
    const page = this.pageOf(this.format.format, field);
    if (here || page < 0) return this.mark(field);
    [this.marked, this.chosen, this.page] = [field, null, page];
    this.begin();
    this.showFrames();
    return this.editor.formats.tellPage();
  }

  label(frame) {
    const { frameLabelTarget, paperTarget } = this.editor;
    frameLabelTarget.hidden = !frame;
    if (!frame) return;
    const paper = paperTarget.getBoundingClientRect();
    const box = frame.getBoundingClientRect();
    frameLabelTarget.textContent = frame.dataset.keeper ?? frame.dataset.label;
    const most = Math.max(0, paper.width - frameLabelTarget.offsetWidth);
    frameLabelTarget.style.left = `${Math.min(most, Math.max(0, box.left - paper.left - 3))}px`;
    frameLabelTarget.style.top = `${Math.max(0, box.top - paper.top - 24)}px`;
  }

  // Arrow keys go to the nearest frame in their direction, Enter to its field.
  walk(event) {
    const frame = event.target.closest(".frame");
    if (!frame) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.editor.formats.openFrame(frame);
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
    this.choose(next);
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
