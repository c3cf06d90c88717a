// The editor: what is typed is kept here at once, shown in the picture, and saved as one goes.
import { Controller } from "/static/vendor/stimulus.js";
import { Kept } from "/static/js/editor/kept.js";
import { PagePicture } from "/static/js/editor/page_picture.js";
import { fetchPart, parse, Refused, send } from "/static/js/editor/server.js";
import { readField, writeField } from "/static/js/editor/values.js";
import { Transfer } from "/static/js/upload/transfer.js";

const SAVE_PAUSE = 500;
const RETRY_PAUSE = 5000;
const CONFLICT = 409;

export default class extends Controller {
  static targets = [
    "fields", "picture", "paper", "frames", "frameLabel", "marks", "marksBox", "mat", "status", "statusText",
    "formatName", "formatSize", "turn", "pageText", "zoomText", "first", "panel",
  ];

  static values = {
    url: String, key: String, version: Number, locked: Boolean, format: String, savedText: String,
    savingText: String, unreadText: String, offlineText: String, offlineOneText: String, clashText: String, failedText: String,
  };

  connect() {
    this.kept = new Kept(this.keyValue);
    this.picture = new PagePicture(this);
    this.distribute(this.firstTarget.content.cloneNode(true));
    this.restore();
    this.resized = () => {
      this.picture.fit();
      this.picture.later();
    };
    window.addEventListener("resize", this.resized);
    this.panelTarget.addEventListener("click", (event) => {
      if (event.target === this.panelTarget) this.panelTarget.close();
    });
    this.catchUp();
  }

  // What was typed before this script was there counts as typed now.
  catchUp() {
    for (const input of this.element.querySelectorAll("[data-typed]")) {
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  disconnect() {
    window.removeEventListener("resize", this.resized);
    window.clearTimeout(this.saveTimer);
  }

  // What this device kept from last time is typed in again and saved.
  restore() {
    for (const [key, value] of Object.entries(this.kept.changes)) {
      const field = this.fieldOf(key);
      if (!field || field.dataset.shut || this.lockedValue) this.kept.drop(key);
      else writeField(field, value);
    }
    if (this.kept.count) this.save();
  }

  // Puts the parts of an answer where they belong: findings, counts, strip, frames, button.
  distribute(content, { clear = true } = {}) {
    const slots = new Map([...this.element.querySelectorAll("[data-slot-for]")].map((e) => [e.dataset.slotFor, e]));
    if (clear) {
      for (const [name, slot] of slots) if (/^(field|side):/.test(name)) this.fill(slot, null);
    }
    for (const part of content.querySelectorAll("[data-slot]")) {
      const name = part.dataset.slot;
      if (name.startsWith("frames:")) this.picture.setFrames(name.slice(7), part.querySelector("svg"));
      else if (slots.has(name)) this.fill(slots.get(name), part);
    }
    for (const put of content.querySelectorAll("[data-slot-put]")) {
      const input = this.element.querySelector(`[data-slot-value="${put.dataset.slotPut}"]`);
      if (input) input.value = put.dataset.value;
    }
    this.markErrors();
    if (this.picture.format) this.picture.showFrames();
    this.selectItem(this.formatValue);
  }

  fill(slot, part) {
    const says = part && (part.children.length > 0 || part.textContent.trim() !== "");
    slot.replaceChildren(...(says ? part.childNodes : []));
    if (slot.dataset.slotFor.startsWith("side:")) slot.classList.toggle("is-tight", part?.dataset.tight === "true");
  }

  markErrors() {
    for (const field of this.fieldsTarget.querySelectorAll("[data-field]")) {
      const wrong = field.querySelector(".finding-blocks") !== null;
      for (const input of field.querySelectorAll(".form-control, .form-select")) {
        if (wrong) input.setAttribute("aria-invalid", "true");
        else input.removeAttribute("aria-invalid");
      }
    }
  }

  fieldOf(key) {
    return this.fieldsTarget.querySelector(`[data-field="${key}"][data-kind]`);
  }

  // Typing
  changed(event) {
    const field = event.target.closest("[data-field][data-kind]");
    if (!field || field.dataset.shut || this.lockedValue) return;
    if (event.target.type === "range") event.target.dataset.unset = "false";
    this.take(field);
  }

  take(field) {
    this.kept.set(field.dataset.field, readField(field));
    this.picture.later();
    window.clearTimeout(this.saveTimer);
    this.saveTimer = window.setTimeout(() => this.save(), SAVE_PAUSE);
  }

  async save(event) {
    event?.preventDefault();
    window.clearTimeout(this.saveTimer);
    if (this.lockedValue || this.kept.count === 0) return;
    if (this.saving) {
      this.again = true;
      return;
    }
    this.saving = true;
    this.tell("cloud-check", this.savingTextValue);
    const sent = { ...this.kept.changes };
    try {
      const answer = await send(`${this.urlValue}/values`, { changes: sent, row_version: this.versionValue });
      this.saved(await answer.json(), sent);
    } catch (error) {
      this.failed(error);
    } finally {
      this.saving = false;
    }
    if (this.again) {
      this.again = false;
      this.save();
    }
  }

  saved(answer, sent) {
    this.versionValue = answer.row_version;
    this.kept.settle(sent, answer.unread);
    this.distribute(parse(answer.html));
    const text = answer.unread.length ? this.unreadTextValue : this.savedTextValue.replace("{time}", answer.saved_at);
    this.tell("cloud-check", text);
    document.body.dispatchEvent(new CustomEvent("heimspiel:saved"));
  }

  failed(error) {
    if (error instanceof Refused && error.status === CONFLICT && error.body.html) return this.clash(error.body);
    if (error instanceof Refused) {
      this.tell("alert-triangle", `${this.failedTextValue}: ${error.message}`);
      return undefined;
    }
    this.wentOffline();
    window.clearTimeout(this.saveTimer);
    this.saveTimer = window.setTimeout(() => this.save(), RETRY_PAUSE);
    return undefined;
  }

  wentOffline() {
    const one = this.kept.count === 1;
    this.tell("cloud-off", one ? this.offlineOneTextValue : this.offlineTextValue.replace("{count}", this.kept.count));
  }

  leaving(event) {
    if (this.kept.count && this.saving) event.preventDefault();
  }

  tell(icon, text) {
    this.statusTextTarget.textContent = text;
    this.statusTarget.querySelector("use").setAttribute("href", `/static/vendor/icons.svg#${icon}`);
  }

  // Two people, one field
  clash(body) {
    this.newVersion = body.row_version;
    this.distribute(parse(body.html), { clear: false });
    this.tell("alert-triangle", this.clashTextValue);
    this.focusField(body.fields[0]);
  }

  keepMine(event) {
    this.versionValue = this.newVersion;
    this.fill(this.slotOf(event.params?.field ?? event.currentTarget.dataset.field), null);
    this.save();
  }

  async keepTheirs(event) {
    this.versionValue = this.newVersion;
    this.kept.drop(event.currentTarget.dataset.field);
    await this.reload();
    if (this.kept.count) this.save();
  }

  slotOf(key) {
    return this.element.querySelector(`[data-slot-for="field:${key}"]`);
  }

  // Undo and history
  undo() {
    return this.step("undo");
  }

  redo() {
    return this.step("redo");
  }

  async step(name) {
    if (this.kept.count) await this.save();
    try {
      const answer = await send(`${this.urlValue}/${name}`, { row_version: this.versionValue });
      const body = await answer.json();
      await this.reload();
      this.saved(body, {});
      this.picture.draw();
    } catch (error) {
      this.failed(error);
    }
  }

  // Shows the fields as the server has them; what is not saved yet stays typed in.
  async reload() {
    const focused = document.activeElement?.id;
    const parts = parse(await fetchPart(`${this.urlValue}/fields`));
    const look = parts.querySelector("template[data-look]");
    look.remove();
    this.fieldsTarget.replaceChildren(parts);
    for (const [key, value] of Object.entries(this.kept.changes)) {
      const field = this.fieldOf(key);
      if (field) writeField(field, value);
    }
    this.distribute(look.content);
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    this.picture.draw();
  }

  async openHistory() {
    this.openPanel(`${this.urlValue}/history`);
  }

  async openPanel(url) {
    this.panelTarget.replaceChildren(parse(await fetchPart(url)));
    if (!this.panelTarget.open) this.panelTarget.showModal();
  }

  closePanel() {
    this.panelTarget.close();
  }

  // Mending
  mend(event) {
    const { mend, field: key, value } = event.currentTarget.dataset;
    const field = this.fieldOf(key);
    if (!field) return;
    if (mend === "set_value") this.setValue(field, value);
    else if (mend === "choose_photo") this.openPanel(`${this.urlValue}/photos/${key}`);
    else if (mend === "widen_crop") this.widen(field);
    else this.openField(field);
  }

  // A price has parts that most prices do not need: a finding about them shows them.
  openField(field) {
    const more = field.querySelector(".price-more");
    if (more) more.open = true;
    this.focusField(field.dataset.field);
    more?.querySelector('[data-part="lowest"]').focus();
  }

  setValue(field, value) {
    writeField(field, value);
    this.take(field);
    this.focusField(field.dataset.field);
  }

  put(event) {
    this.setValue(event.currentTarget.closest("[data-field][data-kind]"), event.currentTarget.dataset.value);
  }

  widen(field) {
    const zoom = field.querySelector('[data-part="zoom"]');
    zoom.value = "1";
    zoom.dataset.unset = "false";
    this.take(field);
  }

  resetCrop(event) {
    const field = event.currentTarget.closest("[data-field][data-kind]");
    for (const slider of field.querySelectorAll('input[type="range"]')) slider.dataset.unset = "true";
    this.take(field);
  }

  choosePhoto(event) {
    this.openPanel(`${this.urlValue}/photos/${event.currentTarget.dataset.field}`);
  }

  async searchPhotos(event) {
    event.preventDefault();
    const form = event.currentTarget;
    const wanted = new URLSearchParams(new FormData(form));
    await this.openPanel(`${this.urlValue}/photos/${form.dataset.field}?${wanted}`);
    this.panelTarget.querySelector("#photo-q")?.focus();
  }

  // A photo comes in like any other file: in parts, on through a lost connection, checked apart.
  async uploadPhoto(event) {
    const { files, dataset } = event.currentTarget;
    const state = this.panelTarget.querySelector("[data-upload-state]");
    if (!files.length) return;
    const { batch, place } = state.dataset;
    const offer = () => ({ batch, place, folder: "", folder_use: "nothing", cleared: true });
    const transfer = new Transfer(files[0], offer, (one) => this.tellPhoto(one, state));
    state.scrollIntoView({ block: "nearest" });
    await transfer.run();
    const [sha256] = transfer.told?.sha256 ?? [];
    if (!sha256 || !state.isConnected) return;
    try {
      await this.openPanel(`${this.urlValue}/photos/${dataset.field}?added=${sha256}`);
    } catch (error) {
      state.textContent = error.message;
      return;
    }
    const added = this.panelTarget.querySelector("[data-added]");
    if (added) this.panelTarget.querySelector(`[data-sha256="${added.dataset.added}"]`)?.click();
    else this.panelTarget.querySelector("#advice-title")?.focus();
  }

  tellPhoto(transfer, state) {
    const { busyText, sendingText, offlineText, failedText } = state.dataset;
    const megabytes = (count) => `${(count / 1048576).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} MB`;
    const said = {
      sending: sendingText.replace("{sent}", megabytes(transfer.sent)).replace("{size}", megabytes(transfer.file.size)),
      offline: offlineText,
      refused: transfer.problem || failedText,
    };
    const text = said[transfer.state] ?? busyText;
    state.classList.toggle("is-crit", transfer.state === "refused");
    if (state.textContent !== text) state.textContent = text;
  }

  takePhoto(event) {
    const { field: key, sha256, src } = event.currentTarget.dataset;
    const field = this.fieldOf(key);
    field.querySelector('[data-part="sha256"]').value = sha256;
    for (const slider of field.querySelectorAll('input[type="range"]')) slider.dataset.unset = "true";
    const thumb = field.querySelector(".photo-thumb");
    const picture = thumb.querySelector("img") ?? thumb.appendChild(document.createElement("img"));
    picture.src = src ?? event.currentTarget.querySelector("img").src;
    picture.alt = "";
    this.panelTarget.close();
    this.take(field);
    thumb.focus();
  }

  addRow(event) {
    const field = event.currentTarget.closest("[data-field][data-kind]");
    const row = [...field.querySelectorAll("[data-row]")].find((candidate) => candidate.hidden);
    if (!row) return;
    row.hidden = false;
    row.querySelector("input").focus();
  }

  clearRow(event) {
    const row = event.currentTarget.closest("[data-row]");
    for (const input of row.querySelectorAll("input")) input.value = "";
    this.take(row.closest("[data-field][data-kind]"));
    row.querySelector("input").focus();
  }

  // Fields and frames
  focused(event) {
    const field = event.target.closest?.("[data-field][data-kind]");
    if (field && this.picture.format) this.picture.reveal(field.dataset.field);
  }

  focusField(key) {
    const field = this.fieldOf(key);
    if (!field) return;
    const input = field.querySelector("textarea, input:not([type=hidden]), select, button");
    field.scrollIntoView({ block: "center" });
    (input ?? field).focus({ preventScroll: true });
    this.picture.mark(key);
  }

  nextPoint(event) {
    const key = event.currentTarget.dataset.field;
    if (key) this.focusField(key);
    else this.element.querySelector('[data-slot-for="general"]').scrollIntoView({ block: "center" });
  }

  tapFrame(event) {
    const frame = event.target.closest(".frame");
    if (frame) this.focusField(frame.dataset.field);
  }

  walk(event) {
    this.picture.walk(event);
  }

  // Formats and pages
  selectFormat(event) {
    this.formatValue = event.currentTarget.dataset.format;
    this.selectItem(this.formatValue);
  }

  selectItem(key) {
    for (const item of this.element.querySelectorAll(".strip-item")) {
      const chosen = item.dataset.format === key;
      if (chosen) item.setAttribute("aria-current", "true");
      else item.removeAttribute("aria-current");
      if (chosen && this.picture.format?.format !== key) this.showFormat(item);
    }
  }

  showFormat(item) {
    this.formatNameTarget.textContent = item.dataset.name;
    this.formatSizeTarget.textContent = item.dataset.size;
    this.picture.select(item);
    this.marksTarget.toggleAttribute("hidden", item.dataset.unit !== "mm" || !this.marksBoxTarget.checked);
    this.tellPage();
  }

  turn(event) {
    this.picture.turn(Number(event.currentTarget.dataset.by));
    this.tellPage();
  }

  tellPage() {
    const { page, pages } = this.picture;
    this.turnTarget.hidden = pages < 2;
    const text = this.pageTextTarget.dataset.text;
    this.pageTextTarget.textContent = text.replace("{page}", page + 1).replace("{pages}", pages);
  }

  zoom(event) {
    this.picture.zoom(Number(event.currentTarget.dataset.by));
  }

  toggleMarks() {
    const print = this.picture.format.unit === "mm";
    this.marksTarget.toggleAttribute("hidden", !print || !this.marksBoxTarget.checked);
  }
}
