// Says to a screen reader what has changed, once typing rests: never more than one thing at a time.

const REST = 900;

export class Announcing {
  constructor(editor) {
    this.editor = editor;
    this.waiting = [];
  }

  say(text) {
    if (!text) return;
    if (!this.waiting.includes(text)) this.waiting.push(text);
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      this.editor.liveTarget.textContent = this.waiting.join(" ");
      this.waiting = [];
    }, REST);
  }

  disconnect() {
    window.clearTimeout(this.timer);
  }

  // After a check: how many points are open, if that changed, and what is new at the field at hand.
  compare(content) {
    const told = content.querySelector("[data-told]");
    if (!told) return;
    const field = document.activeElement?.closest?.("[data-field][data-kind]");
    const here = field?.querySelector(".finding-body p")?.textContent.trim() ?? "";
    const { open } = told.dataset;
    const first = this.open === undefined;
    const said = [];
    if (here && here !== this.here) said.push(`${field.dataset.label}: ${here}`);
    if (open !== this.open) said.push(told.dataset.told);
    [this.open, this.here] = [open, here];
    if (!first) this.say(said.join(" "));
  }
}
