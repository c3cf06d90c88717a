// Choosing a photo for a field: from the library, or one's own that comes in like any other file.
import { Transfer } from "/static/js/upload/transfer.js";

export class Photos {
  constructor(editor) {
    this.editor = editor;
  }

  get panel() {
    return this.editor.panelTarget;
  }

  open(key, query = "") {
    return this.editor.panels.open(`${this.editor.urlValue}/photos/${key}${query}`);
  }

  choosePhoto(event) {
    return this.open(event.currentTarget.dataset.field);
  }

  async searchPhotos(event) {
    event.preventDefault();
    const form = event.currentTarget;
    await this.open(form.dataset.field, `?${new URLSearchParams(new FormData(form))}`);
    this.panel.querySelector("#photo-q")?.focus();
  }

  // In parts, on through a lost connection, checked apart.
  async uploadPhoto(event) {
    const { files, dataset } = event.currentTarget;
    const state = this.panel.querySelector("[data-upload-state]");
    if (!files.length) return;
    const { batch, place } = state.dataset;
    const offer = () => ({ batch, place, folder: "", folder_use: "nothing", cleared: true });
    const transfer = new Transfer(files[0], offer, (one) => this.tell(one, state));
    state.scrollIntoView({ block: "nearest" });
    await transfer.run();
    const [sha256] = transfer.told?.sha256 ?? [];
    if (!sha256 || !state.isConnected) return;
    try {
      await this.open(dataset.field, `?added=${sha256}`);
    } catch (error) {
      state.textContent = error.message;
      return;
    }
    const added = this.panel.querySelector("[data-added]");
    if (added) this.panel.querySelector(`[data-sha256="${added.dataset.added}"]`)?.click();
    else this.panel.querySelector("#advice-title")?.focus();
  }

  tell(transfer, state) {
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
    const field = this.editor.fields.of(key);
    const picked = src ?? event.currentTarget.querySelector("img").src;
    this.panel.close();
    this.editor.mended.around(field, () => this.put(field, sha256, picked));
  }

  put(field, sha256, src) {
    field.querySelector('[data-part="sha256"]').value = sha256;
    for (const slider of field.querySelectorAll('input[type="range"]')) slider.dataset.unset = "true";
    for (const part of field.querySelectorAll("input[data-crop]")) part.value = "";
    const thumb = field.querySelector(".photo-thumb");
    const picture = thumb.querySelector("img") ?? thumb.appendChild(document.createElement("img"));
    picture.src = src;
    picture.alt = "";
    this.editor.fields.take(field);
    thumb.focus();
  }
}
