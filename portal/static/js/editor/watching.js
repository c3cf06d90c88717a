// Notices who else looks at the ad, what others change, and other windows of the same person.
//
// While the window is looked at, a short request says so and hears who else does and how the ad
// stands; only where that is new, the changes themselves are asked for.
import { fetchNews, parse, send, sendLast } from "/static/js/editor/server.js";

const LOOK_EVERY = 5_000;
const LEFT = "left";
const NEWS = /^news:/;

export class Watching {
  constructor(editor) {
    this.editor = editor;
  }

  connect() {
    this.look = () => (document.hidden ? undefined : this.glance());
    this.turned = () => (document.hidden ? this.leave() : this.glance());
    this.left = () => this.leave();
    this.timer = window.setInterval(this.look, LOOK_EVERY);
    window.addEventListener("focus", this.look);
    window.addEventListener("pageshow", this.look);
    window.addEventListener("pagehide", this.left);
    document.addEventListener("visibilitychange", this.turned);
    this.look();
    if (!window.BroadcastChannel) return;
    this.windows = new BroadcastChannel(`heimspiel-editor-${this.editor.urlValue}`);
    this.windows.addEventListener("message", ({ data }) => {
      if (data > this.editor.versionValue) this.check();
      if (data === LEFT) this.look();
    });
  }

  disconnect() {
    window.clearInterval(this.timer);
    window.removeEventListener("focus", this.look);
    window.removeEventListener("pageshow", this.look);
    window.removeEventListener("pagehide", this.left);
    document.removeEventListener("visibilitychange", this.turned);
    this.leave();
    this.windows?.close();
  }

  tellWindows(version) {
    this.windows?.postMessage(version);
  }

  // Says that somebody is here; one such request at a time.
  async glance() {
    if (this.glancing) return;
    this.glancing = true;
    this.isHere = true;
    try {
      const answer = await send(`${this.editor.urlValue}/looking`, {});
      await this.seen(await answer.json());
    } catch (error) {
      if (this.editor.saving.failures === 0) this.editor.saving.failed(error);
    } finally {
      this.glancing = false;
    }
  }

  async seen({ row_version: version, locked, html }) {
    this.editor.saving.isBack();
    this.showOthers(parse(html).querySelector("[data-slot]"));
    if (version > this.editor.versionValue || locked !== this.editor.lockedValue) await this.check();
  }

  showOthers(part) {
    const said = part.querySelector(".looking-text")?.textContent.trim() ?? "";
    this.editor.slots.fill(this.editor.slots.named("looking"), part);
    if (said && said !== this.said) this.editor.announcing.say(said);
    this.said = said;
  }

  // Nobody looks here any more; other windows of this person, if any, say that they still do.
  leave() {
    if (!this.isHere) return;
    this.isHere = false;
    sendLast(`${this.editor.urlValue}/looked`);
    this.windows?.postMessage(LEFT);
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
    const parts = [...parse(news.html).querySelectorAll("[data-slot]")];
    const told = parts.filter((part) => !editor.kept.has(part.dataset.slot.replace(NEWS, "")));
    const said = told.flatMap((part) => part.dataset.said ?? []);
    for (const part of told) {
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
