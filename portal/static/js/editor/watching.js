// Notices what others change while the editor stands open, and other windows of the same person.
import { fetchNews, parse } from "/static/js/editor/server.js";

const LOOK_EVERY = 12_000;

export class Watching {
  constructor(editor) {
    this.editor = editor;
  }

  connect() {
    this.look = () => {
      if (!document.hidden) this.check();
    };
    this.timer = window.setInterval(this.look, LOOK_EVERY);
    window.addEventListener("focus", this.look);
    document.addEventListener("visibilitychange", this.look);
    if (!window.BroadcastChannel) return;
    this.windows = new BroadcastChannel(`heimspiel-editor-${this.editor.urlValue}`);
    this.windows.addEventListener("message", ({ data }) => {
      if (data > this.editor.versionValue) this.check();
    });
  }

  disconnect() {
    window.clearInterval(this.timer);
    window.removeEventListener("focus", this.look);
    document.removeEventListener("visibilitychange", this.look);
    this.windows?.close();
  }

  tellWindows(version) {
    this.windows?.postMessage(version);
  }

  // One look at a time; who asks meanwhile waits for another look after it.
  check() {
    if (!this.looking) {
      this.looking = this.run().finally(() => {
        this.looking = null;
      });
    } else {
      this.again = true;
    }
    return this.looking;
  }

  async run() {
    do {
      this.again = false;
      await this.editor.saving.running;
      try {
        await this.lookOnce();
      } catch (error) {
        if (this.editor.saving.failures === 0) this.editor.saving.failed(error);
        return;
      }
    } while (this.again);
  }

  async lookOnce() {
    const { editor } = this;
    const own = [...editor.saving.steps].filter((step) => step > editor.versionValue);
    const news = await fetchNews(`${editor.urlValue}/news?since=${editor.versionValue}&own=${own.join()}`);
    editor.saving.isBack();
    if (news.locked !== editor.lockedValue) {
      window.location.reload();
      return;
    }
    if (news.fields.length) await this.show(news);
    editor.versionValue = Math.max(editor.versionValue, news.row_version);
  }

  // What somebody is typing over stays as it is: saving it will ask which value stays.
  async show(news) {
    const { editor } = this;
    await editor.fields.reload(news.fields);
    const told = parse(news.html);
    const said = [...told.querySelectorAll("[data-said]")].map((part) => part.dataset.said);
    for (const part of told.querySelectorAll("[data-slot]")) {
      const slot = editor.slots.named(part.dataset.slot);
      if (slot) editor.slots.fill(slot, part);
    }
    editor.announcing.say(said.join(" "));
    editor.picture.draw();
  }

  dismissNews(event) {
    const key = event.currentTarget.dataset.field;
    this.editor.slots.fill(this.editor.slots.named(`news:${key}`), null);
    this.editor.fields.focusField(key);
  }
}
