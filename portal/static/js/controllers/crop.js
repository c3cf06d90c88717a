// Crops a photo by touch: the whole photo with a window that is what a format shows of it.
//
// One finger moves the window, two enlarge, a tap says what matters, a double tap resets; the same
// by wheel, keys and buttons. What is chosen goes into the field's own inputs, as if typed there.
import { Controller } from "/static/vendor/stimulus.js";
import {
  cosSin,
  dpiOf,
  focalOf,
  isMirrored,
  mirrored,
  movedTo,
  outlineOf,
  sharpness,
  turnOf,
  turned,
  windowOf,
  zoomOf,
  zoomed,
} from "/static/js/editor/crop_geometry.js";

const SVG = "http://www.w3.org/2000/svg";
const STEP = 1.1;
const SHIFT = 0.02;
const STILL = 6;
const DOUBLE = 350;
const REST = 700;
const TALL = 100;
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const PARTS = ["zoom", "x", "y"];

export default class extends Controller {
  static targets = ["stage", "format", "others", "meter", "said", "legend"];

  static values = { words: Object, src: String };

  connect() {
    this.pointers = new Map();
    this.host = this.element.closest('[data-controller~="editor"]');
    this.field = this.element.closest("[data-field][data-kind]");
    this.shown = () => this.refresh();
    for (const name of ["editor:shown", "editor:typed"]) this.host?.addEventListener(name, this.shown);
    this.details = this.element.closest("details");
    this.details?.addEventListener("toggle", this.shown);
    this.refresh();
  }

  disconnect() {
    for (const name of ["editor:shown", "editor:typed"]) this.host?.removeEventListener(name, this.shown);
    this.details?.removeEventListener("toggle", this.shown);
    window.clearTimeout(this.tapTimer);
    window.clearTimeout(this.sayTimer);
  }

  part(name) {
    return this.field.querySelector(`[data-part="${name}"]`);
  }

  get isShut() {
    return this.part("zoom").disabled;
  }

  // What is chosen, as it stands in the inputs.
  get view() {
    const number = (name) => (this.part(name).dataset.unset === "true" ? null : Number(this.part(name).value));
    const focal = this.part("focal").value.split(",").map(Number);
    return {
      zoom: number("zoom"),
      x: number("x"),
      y: number("y"),
      focal: focal.length === 2 ? focal : null,
      turn: this.part("turn").value === "" ? null : Number(this.part("turn").value),
      mirror: this.part("mirror").value === "" ? null : this.part("mirror").value === "true",
    };
  }

  set view(view) {
    for (const name of PARTS) {
      const input = this.part(name);
      const chosen = view[name] !== null && view[name] !== undefined;
      input.dataset.unset = chosen ? "false" : "true";
      if (chosen) input.value = view[name];
    }
    this.part("focal").value = view.focal ? view.focal.map((share) => share.toFixed(4)).join(",") : "";
    this.part("turn").value = view.turn ?? "";
    this.part("mirror").value = view.mirror ?? "";
    this.part("focal").dispatchEvent(new Event("input", { bubbles: true }));
  }

  get frame() {
    return this.frames.find((frame) => frame.format === this.formatTarget.value) ?? this.frames[0];
  }

  refresh() {
    const told = this.element.querySelector("[data-frames]");
    this.frames = told ? JSON.parse(told.dataset.frames) : [];
    const ready = this.frames.length > 0 && this.part("sha256").value !== "";
    this.element.classList.toggle("is-empty", !ready);
    if (!ready || (this.details && !this.details.open)) return;
    this.offerFormats();
    this.draw();
  }

  offerFormats() {
    const chosen = this.formatTarget.value;
    const keys = this.frames.map((frame) => frame.format).join();
    if (keys === this.offered) return;
    this.offered = keys;
    this.formatTarget.replaceChildren(...this.frames.map((frame) => new Option(frame.name, frame.format)));
    if (this.frames.some((frame) => frame.format === chosen)) this.formatTarget.value = chosen;
  }

  // Drawing
  draw() {
    const { view, frame } = this;
    const aspect = frame.pw / frame.ph;
    const across = aspect * TALL;
    const turn = turnOf(frame, view);
    const [cos, sin] = cosSin(turn).map(Math.abs);
    const seen = [across * cos + TALL * sin, across * sin + TALL * cos];
    const svg = make("svg", { viewBox: `0 0 ${seen[0]} ${seen[1]}`, "aria-hidden": "true" });
    this.sheet = make("g", {
      transform: `translate(${seen[0] / 2} ${seen[1] / 2}) rotate(${turn}) translate(${-across / 2} ${-TALL / 2})`,
    });
    this.across = across;
    this.sheet.append(this.photo(across, isMirrored(frame, view)));
    const outline = this.path(outlineOf(frame, view));
    this.sheet.append(make("path", { class: "crop-veil", d: `M0 0H${across}V${TALL}H0Z${outline}`, "fill-rule": "evenodd" }));
    if (this.othersTarget.checked) this.drawOthers(view, frame);
    for (const name of ["crop-edge", "crop-line"]) this.sheet.append(make("path", { class: name, d: outline }));
    this.drawFocal(frame, view);
    svg.append(this.sheet);
    this.stageTarget.replaceChildren(svg);
    this.tell(frame, view);
  }

  // One element for all drawings, so that the photo does not blink.
  photo(across, mirrored) {
    this.image ??= make("image", { height: TALL, preserveAspectRatio: "none" });
    if (this.image.getAttribute("href") !== this.picture) this.image.setAttribute("href", this.picture);
    this.image.setAttribute("width", across);
    this.image.setAttribute("transform", mirrored ? `translate(${across} 0) scale(-1 1)` : "");
    return this.image;
  }

  get picture() {
    return this.srcValue.replace(/[0-9a-f]{64}/, this.part("sha256").value);
  }

  path(corners) {
    return `M${corners.map(([x, y]) => `${x * this.across} ${y * TALL}`).join("L")}Z`;
  }

  drawOthers(view, frame) {
    const others = this.frames.filter((one) => one !== frame);
    // A format whose template mirrors the photo is drawn on the photo as this one shows it.
    const flip = (other, corners) =>
      isMirrored(other, view) === isMirrored(frame, view) ? corners : corners.map(([x, y]) => [1 - x, y]);
    others.forEach((other, n) => {
      const corners = flip(other, outlineOf(other, view));
      for (const name of ["crop-edge crop-other-edge", "crop-other"]) this.sheet.append(make("path", { class: name, d: this.path(corners) }));
      const at = [Math.min(...corners.map(([x]) => x)) * this.across + 6 + 10 * n, Math.min(...corners.map(([, y]) => y)) * TALL];
      // Beside one another, as the frames often begin at the same place.
      const tag = make("g", { class: "crop-tag", transform: `translate(${at[0]} ${at[1]}) rotate(${-turnOf(frame, view)})` });
      const label = make("text", { "text-anchor": "middle", dy: "0.35em" });
      label.textContent = n + 1;
      tag.append(make("circle", { r: 4 }), label);
      this.sheet.append(tag);
    });
    this.legendTarget.textContent = others.map((other, n) => `${n + 1} ${other.name}`).join(", ");
  }

  drawFocal(frame, view) {
    if (!view.focal) return;
    const [x, y] = focalOf(frame, view);
    const mark = make("g", { class: "crop-focal", transform: `translate(${x * this.across} ${y * TALL})` });
    mark.append(make("circle", { r: 4.5, class: "crop-edge" }), make("circle", { r: 4.5, class: "crop-line" }));
    mark.append(make("circle", { r: 1, class: "crop-dot" }));
    this.sheet.append(mark);
  }

  tell(frame, view) {
    if (!this.othersTarget.checked) this.legendTarget.textContent = "";
    const state = sharpness(frame, view);
    const words = this.wordsValue;
    const icon = { fine: "circle-check", soft: "alert-triangle", bad: "alert-octagon" }[state] ?? "info-circle";
    const dpi = Math.round(dpiOf(frame, view));
    const text = (state ? words[state] : words.screen)
      .replace("{dpi}", dpi)
      .replace("{format}", frame.name)
      .replace("{recommended}", Math.round(frame.recommended ?? 0))
      .replace("{least}", Math.round(frame.least ?? 0));
    this.meterTarget.className = `crop-meter state ${{ fine: "is-ok", soft: "is-warn", bad: "is-crit" }[state] ?? ""}`;
    this.meterTarget.querySelector("use").setAttribute("href", `/static/vendor/icons.svg#${icon}`);
    this.meterTarget.querySelector("span").textContent = text;
    window.clearTimeout(this.sayTimer);
    this.sayTimer = window.setTimeout(() => {
      if (this.saidTarget.textContent !== text) this.saidTarget.textContent = text;
    }, REST);
  }

  // Acting
  set(view) {
    if (this.isShut) return;
    // The editor tells that something was typed, and the drawing follows that.
    this.view = view;
  }

  choose() {
    this.draw();
  }

  enlarge() {
    this.zoomBy(STEP);
  }

  reduce() {
    this.zoomBy(1 / STEP);
  }

  zoomBy(factor) {
    const { frame, view } = this;
    this.set(zoomed(frame, view, zoomOf(frame, view) * factor));
  }

  turn() {
    const { frame, view } = this;
    this.set(turned(frame, view));
  }

  mirror() {
    const { frame, view } = this;
    this.set(mirrored(frame, view));
  }

  reset() {
    this.part("crop").value = "";
    this.set({ zoom: null, x: null, y: null, focal: null, turn: null, mirror: null });
  }

  wheel(event) {
    if (!event.ctrlKey && document.activeElement !== this.stageTarget) return;
    event.preventDefault();
    this.zoomBy(event.deltaY < 0 ? STEP : 1 / STEP);
  }

  key(event) {
    const way = KEYS[event.key];
    if (way) {
      event.preventDefault();
      this.moveBy(...this.upright(way[0] * SHIFT, way[1] * SHIFT, event.shiftKey ? 5 : 1));
    } else if (event.key === "+" || event.key === "=") this.enlarge();
    else if (event.key === "-") this.reduce();
    else if (event.key === "Home") this.reset();
  }

  // A step on the screen, as a step on the photo before its turn.
  upright(dx, dy, times) {
    const [cos, sin] = cosSin(turnOf(this.frame, this.view));
    return [times * (dx * cos + dy * sin), times * (dy * cos - dx * sin)];
  }

  moveBy(dx, dy) {
    const { frame, view } = this;
    const box = windowOf(frame, view);
    this.set(movedTo(frame, view, box.left + dx, box.top + dy));
  }

  // Fingers
  down(event) {
    if (this.isShut || (event.pointerType === "mouse" && event.button !== 0)) return;
    event.preventDefault();
    this.stageTarget.focus({ preventScroll: true });
    this.stageTarget.setPointerCapture(event.pointerId);
    if (this.pointers.size === 0) this.before = this.view;
    this.pointers.set(event.pointerId, this.at(event));
    this.begin(this.pointers.size === 1);
  }

  // From here on fingers are measured; only the first one, without company, can still be a tap.
  begin(isTap) {
    const places = [...this.pointers.values()];
    const { frame, view } = this;
    this.start = { view, box: windowOf(frame, view), at: middle(places), apart: apart(places) };
    this.went = { isTap, far: false };
  }

  drag(event) {
    if (!this.pointers.has(event.pointerId)) return;
    this.pointers.set(event.pointerId, this.at(event));
    const places = [...this.pointers.values()];
    const { frame, start, went } = this;
    const now = middle(places);
    if (Math.hypot(now.left - start.at.left, now.top - start.at.top) > STILL) went.far = true;
    const view = places.length > 1 ? zoomed(frame, start.view, (zoomOf(frame, start.view) * apart(places)) / start.apart) : start.view;
    if (went.far) {
      const box = places.length > 1 ? windowOf(frame, view) : start.box;
      this.set(movedTo(frame, view, box.left + now.x - start.at.x, box.top + now.y - start.at.y));
    } else if (places.length > 1) this.set(view);
  }

  up(event) {
    const { went } = this;
    if (!this.pointers.delete(event.pointerId)) return;
    if (event.type === "pointercancel") this.cancel();
    else if (this.pointers.size > 0) this.begin(false);
    else if (went.isTap && !went.far) this.tap(this.at(event));
  }

  // What the device took for something else is as if it had not begun.
  cancel() {
    this.pointers.clear();
    this.set(this.before);
  }

  tap(place) {
    window.clearTimeout(this.tapTimer);
    if (this.tapped && performance.now() - this.tapped < DOUBLE) {
      this.tapped = 0;
      this.reset();
      return;
    }
    this.tapped = performance.now();
    this.tapTimer = window.setTimeout(() => {
      const { frame, view } = this;
      const inside = (share) => Math.min(1, Math.max(0, share));
      const x = isMirrored(frame, view) ? 1 - place.x : place.x;
      this.set({ ...view, focal: [inside(x), inside(place.y)], x: null, y: null });
    }, DOUBLE);
  }

  // Where a finger is, in shares of the photo, mirrored and before its turn.
  at(event) {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(this.sheet.getScreenCTM().inverse());
    return { x: point.x / this.across, y: point.y / TALL, left: event.clientX, top: event.clientY };
  }
}

// How far the first two fingers are apart on the screen, never nothing.
function apart([one, other]) {
  return other ? Math.max(1, Math.hypot(one.left - other.left, one.top - other.top)) : 1;
}

function middle([one, other = one]) {
  const between = (name) => (one[name] + other[name]) / 2;
  return { x: between("x"), y: between("y"), left: between("left"), top: between("top") };
}

function make(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
