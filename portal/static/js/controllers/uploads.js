// The page on which pictures come in: a list of files, three of which are sent at once.
import { Controller } from "/static/vendor/stimulus.js";
import { chosen, dropped, pasted } from "/static/js/upload/picked.js";
import { Transfer } from "/static/js/upload/transfer.js";

const AT_ONCE = 3;
const BUSY = ["checking", "sending", "offline", "working"];
const SHOWN = ["image/jpeg", "image/png", "image/webp", "image/avif"];

export default class extends Controller {
  static targets = ["form", "drop", "plain", "files", "list", "row", "summary", "next", "waiting"];

  static values = { batch: String, part: Number, texts: Object };

  connect() {
    this.transfers = new Map();
    this.plainTarget.hidden = true;
    for (const part of this.element.querySelectorAll("[data-needs-script]")) part.hidden = false;
    this.input = this.formTarget.querySelector('input[name="files"]');
    this.paste = (event) => this.take(pasted(event));
    this.leave = (event) => {
      if (this.every().some((one) => ["checking", "sending", "offline"].includes(one.state))) event.preventDefault();
    };
    document.addEventListener("paste", this.paste);
    window.addEventListener("beforeunload", this.leave);
    if (this.input.files.length) this.take(chosen(this.input));
  }

  disconnect() {
    document.removeEventListener("paste", this.paste);
    window.removeEventListener("beforeunload", this.leave);
    for (const one of this.every()) one.pause();
  }

  every() {
    return [...this.transfers.keys()];
  }

  // Choosing
  submit(event) {
    event.preventDefault();
  }

  // Whatever changes in the form: files that were chosen are taken, and those that wait are sent.
  ready(event) {
    if (event.target === this.input) {
      this.take(chosen(this.input));
      this.input.value = "";
    }
    this.next();
  }

  pick(event) {
    event.stopPropagation();
    this.take(chosen(event.currentTarget));
    event.currentTarget.value = "";
  }

  over(event) {
    event.preventDefault();
    this.dropTarget.classList.add("is-over");
  }

  out() {
    this.dropTarget.classList.remove("is-over");
  }

  async drop(event) {
    event.preventDefault();
    this.out();
    this.take(await dropped(event.dataTransfer));
  }

  take(found) {
    for (const { file, folder } of found) this.add(file, folder);
    this.next();
  }

  add(file, folder) {
    const offer = () => ({
      batch: this.batchValue,
      place: this.formTarget.elements.place.value,
      folder,
      folder_use: this.formTarget.elements.folder_use.value,
      cleared: this.isCleared,
    });
    const transfer = new Transfer(file, offer, () => this.changed(transfer));
    transfer.otherFile = this.textsValue.otherFile;
    const before = this.unfinished(file);
    if (before) {
      transfer.id = before.dataset.id;
      before.remove();
      if (!this.waitingTarget.querySelector("li")) this.waitingTarget.hidden = true;
    }
    this.transfers.set(transfer, this.makeRow(transfer));
    this.show(transfer);
  }

  // An upload that was begun before and is of this file, by its name and size; its parts are compared.
  unfinished(file) {
    if (!this.hasWaitingTarget) return null;
    const rows = [...this.waitingTarget.querySelectorAll("li[data-id]")];
    return rows.find((row) => row.dataset.name === file.name && Number(row.dataset.size) === file.size);
  }

  get isCleared() {
    return this.formTarget.elements.cleared.checked;
  }

  // Sending
  next() {
    const every = this.every();
    for (const one of every) if (one.state === "waiting") this.show(one);
    const busy = every.filter((one) => BUSY.includes(one.state)).length;
    const waiting = every.filter((one) => one.state === "waiting" && (this.isCleared || one.id));
    for (const one of waiting.slice(0, Math.max(0, AT_ONCE - busy))) {
      one.state = "checking";
      one.run().finally(() => this.next());
    }
  }

  changed(transfer) {
    this.show(transfer);
    this.summarise();
  }

  // Continuing what an earlier visit left: the file has to be chosen again, unless it is here.
  continue(event) {
    const row = event.currentTarget.closest("li");
    if (row.dataset.complete !== "true") {
      this.input.click();
      return;
    }
    const file = new File([], row.dataset.name);
    const transfer = new Transfer(file, () => ({ batch: this.batchValue }), () => this.changed(transfer));
    transfer.id = row.dataset.id;
    row.remove();
    this.transfers.set(transfer, this.makeRow(transfer));
    this.next();
  }

  async discard(event) {
    const row = event.currentTarget.closest("li");
    const transfer = new Transfer(new File([], row.dataset.name), () => ({}), () => {});
    transfer.id = row.dataset.id;
    await transfer.cancel();
    row.remove();
    if (!this.waitingTarget.querySelector("li")) this.waitingTarget.hidden = true;
    this.input.focus();
  }

  // Showing
  makeRow(transfer) {
    const row = this.rowTarget.content.firstElementChild.cloneNode(true);
    row.querySelector(".upload-name").textContent = transfer.file.name;
    row.querySelector("progress").setAttribute("aria-label", transfer.file.name);
    for (const of of row.querySelectorAll(".upload-of")) of.textContent = `: ${transfer.file.name}`;
    if (!/\.zip$/i.test(transfer.file.name)) {
      row.querySelector(".upload-thumb use").setAttribute("href", "/static/vendor/icons.svg#photo");
    }
    if (SHOWN.includes(transfer.file.type)) {
      const picture = row.querySelector("img");
      picture.src = URL.createObjectURL(transfer.file);
      picture.hidden = false;
      picture.addEventListener("load", () => URL.revokeObjectURL(picture.src), { once: true });
      picture.addEventListener("error", () => { picture.hidden = true; }, { once: true });
    }
    row.addEventListener("click", (event) => this.act(event, transfer));
    this.listTarget.append(row);
    this.filesTarget.hidden = false;
    return row;
  }

  act(event, transfer) {
    const wanted = event.target.closest("[data-do]")?.dataset.do;
    if (wanted === "pause") transfer.pause();
    if (wanted === "cancel") return this.forget(transfer);
    if (wanted === "resume" || wanted === "retry") {
      transfer.become("waiting", { problem: "" });
      this.next();
    }
    if (wanted) this.transfers.get(transfer).querySelector("[data-do]:not([hidden])")?.focus();
    return undefined;
  }

  forget(transfer) {
    this.transfers.get(transfer).remove();
    this.transfers.delete(transfer);
    transfer.cancel();
    this.filesTarget.hidden = this.transfers.size === 0;
    this.input.focus();
    this.summarise();
    this.next();
  }

  show(transfer) {
    const row = this.transfers.get(transfer);
    if (!row) return;
    const { state, told } = transfer;
    const offers = {
      pause: ["checking", "sending", "offline"].includes(state),
      resume: state === "paused",
      retry: state === "refused" && transfer.mayRetry,
      cancel: transfer.isOpen ? state !== "working" : state === "refused" && transfer.mayRetry,
    };
    for (const button of row.querySelectorAll("[data-do]")) button.hidden = !offers[button.dataset.do];
    const bar = row.querySelector("progress");
    bar.hidden = ["waiting", "done", "refused", "cancelled"].includes(state);
    const unpacking = state === "working" && told?.total > 1;
    bar.value = unpacking ? (100 * told.done) / told.total : (100 * transfer.sent) / Math.max(1, transfer.file.size);
    this.write(row.querySelector(".upload-state"), this.words(transfer));
    this.fill(row, transfer);
  }

  words(transfer) {
    const texts = this.textsValue;
    const { state, told } = transfer;
    const figures = { sent: this.bytes(transfer.sent), size: this.bytes(transfer.file.size), done: told?.done, total: told?.total };
    if (state === "waiting" && !this.isCleared && !transfer.id) return texts.rights;
    if (state === "working" && told?.total > 1) return fill(texts.unpacking, figures);
    return fill(texts[state] ?? "", figures);
  }

  // What came of it, as the server tells it; a sentence where it told nothing else.
  fill(row, transfer) {
    const slot = row.querySelector(".upload-slot");
    const html = transfer.isOpen ? "" : transfer.told?.html ?? "";
    if (slot.dataset.shown === html + transfer.problem) return;
    slot.dataset.shown = html + transfer.problem;
    if (html) {
      slot.innerHTML = html;
      window.htmx?.process(slot);
    } else {
      const sentence = document.createElement("p");
      sentence.className = "state is-crit";
      sentence.textContent = transfer.state === "refused" ? transfer.problem || this.textsValue.ended : "";
      slot.replaceChildren(...(sentence.textContent ? [sentence] : []));
    }
  }

  write(place, text) {
    if (place.textContent !== text) place.textContent = text;
  }

  bytes(count) {
    const megabytes = count / (1024 * 1024);
    const digits = megabytes < 10 ? 1 : 0;
    const format = new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: digits, maximumFractionDigits: digits });
    return `${format.format(megabytes)}\u00a0MB`;
  }

  summarise() {
    const every = this.every().filter((one) => one.state !== "cancelled");
    const done = every.filter((one) => one.state === "done").length;
    const refused = every.filter((one) => one.state === "refused").length;
    const parts = [fill(this.textsValue.summary, { done, total: every.length })];
    if (refused) parts.push(fill(this.textsValue.failures, { count: refused }));
    this.write(this.summaryTarget, parts.join(", "));
    this.nextTarget.hidden = done === 0 || every.some((one) => one.isOpen);
  }
}

const fill = (text, figures) => text.replace(/\{(\w+)\}/g, (whole, name) => figures[name] ?? whole);
