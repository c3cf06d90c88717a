// The pictures of the strip: drawn one after another while nobody types, after the page itself.
import { send } from "/static/js/editor/server.js";

const REST = 400;
const WIDTH = 96;

export class Thumbnails {
  constructor(editor) {
    this.editor = editor;
    this.tags = new Map();
  }

  disconnect() {
    this.cancel();
  }

  cancel() {
    window.clearTimeout(this.timer);
    this.abort?.abort();
  }

  // Somebody types: whatever is under way gives way to the page at hand.
  later() {
    this.cancel();
    this.timer = window.setTimeout(() => this.refresh(), REST);
  }

  // The strip is built anew with each answer; the pictures themselves stay.
  taken(slot) {
    if (slot.dataset.slotFor !== "strip") return null;
    return new Map([...slot.querySelectorAll(".strip-item")].map((item) => [item.dataset.format, item.querySelector("img")]));
  }

  put(slot, pictures) {
    if (!pictures) return;
    for (const item of slot.querySelectorAll(".strip-item")) {
      const before = pictures.get(item.dataset.format);
      const image = item.querySelector("img");
      if (before?.getAttribute("src")) {
        before.dataset.stands = image.dataset.stands;
        image.replaceWith(before);
      }
    }
    this.later();
  }

  // Whether a picture is one of the strip, which is still needed there.
  owns(source) {
    return [...this.editor.element.querySelectorAll(".strip-item img")].some((image) => image.src === source);
  }

  async refresh() {
    const abort = new AbortController();
    this.abort = abort;
    // Saving says how all formats stand: what it has set need not be set again for the pictures.
    await this.editor.saving.running;
    try {
      for (const item of this.editor.element.querySelectorAll(".strip-item")) {
        if (abort.signal.aborted) return;
        await this.draw(item.dataset.format, abort.signal);
      }
    } catch (error) {
      if (error.name !== "AbortError") this.editor.saving.failed(error);
    }
  }

  async draw(format, signal) {
    const { editor } = this;
    const dense = Math.min(window.devicePixelRatio || 1, 2);
    const width = WIDTH * dense;
    const known = this.tags.get(format) ?? "";
    const image = () => editor.element.querySelector(`.strip-item[data-format="${format}"] img`);
    if (!editor.kept.count && known.startsWith(`${image()?.dataset.stands}-`)) return;
    const body = { changes: editor.kept.changes, page: 0, width, known };
    const answer = await send(`${editor.urlValue}/pictures/${format}`, body, signal);
    if (answer.status === 204) return;
    const blob = await answer.blob();
    const shown = image();
    if (!shown || signal.aborted) return;
    const old = shown.src;
    shown.src = URL.createObjectURL(blob);
    this.tags.set(format, tagOf(answer));
    if (old.startsWith("blob:")) window.setTimeout(() => URL.revokeObjectURL(old), 1000);
  }
}

export function tagOf(answer) {
  return (answer.headers.get("ETag") ?? "").replaceAll('"', "").replace(/^W\//, "");
}
