// Shows in the editor what people pinned on the picture, and lets it be answered and settled.
import { Controller } from "/static/vendor/stimulus.js";
import { fetchPart, parse } from "/static/js/editor/server.js";

const APART = 30;
const NEAR = 0.03;

function isNear(one, other) {
  return Math.hypot(one.x - other.x, one.y - other.y) < NEAR;
}

export default class extends Controller {
  static targets = ["layer", "count", "button"];

  static values = { url: String, countText: String, oneText: String };

  connect() {
    this.comments = [];
    this.turned = ({ detail }) => this.draw(detail.format, detail.page);
    this.element.addEventListener("editor:turned", this.turned);
    this.seen = () => document.visibilityState === "visible" && this.load();
    document.addEventListener("visibilitychange", this.seen);
    this.load();
  }

  disconnect() {
    this.element.removeEventListener("editor:turned", this.turned);
    document.removeEventListener("visibilitychange", this.seen);
  }

  get editor() {
    return this.application.getControllerForElementAndIdentifier(this.element, "editor");
  }

  // Without a connection the pins stay as they were; the editor itself says that it is gone.
  async load() {
    try {
      this.read(parse(await fetchPart(this.urlValue)));
    } catch {
      return;
    }
  }

  read(part) {
    this.comments = [...part.querySelectorAll("[data-comment]")].map((item) => ({ id: item.id, ...item.dataset }));
    const open = this.comments.filter((comment) => comment.settled === undefined).length;
    for (const count of this.countTargets) {
      count.textContent = open || "";
      count.hidden = open === 0;
    }
    const { label } = this.buttonTarget.dataset;
    const said = open === 1 ? this.oneTextValue : this.countTextValue.replace("{count}", open);
    this.buttonTarget.setAttribute("aria-label", open ? `${label}, ${said}` : label);
    const picture = this.editor?.picture;
    if (picture?.format) this.draw(picture.format.format, picture.page);
  }

  draw(format, page) {
    const here = this.comments.filter(
      (one) => one.settled === undefined && one.x !== undefined && one.format === format && Number(one.page) === page,
    );
    const beneath = (one, n) => here.slice(0, n).filter((other) => isNear(one, other)).length;
    this.layerTarget.replaceChildren(...here.map((one, n) => this.pin(one, beneath(one, n))));
  }

  // Those at the same place stand beside one another.
  pin({ id, number, x, y }, beneath) {
    const pin = document.createElement("button");
    pin.type = "button";
    pin.className = "pin";
    pin.textContent = number;
    pin.setAttribute("aria-label", `${this.layerTarget.dataset.label} ${number}`);
    pin.style.left = `${Number(x) * 100}%`;
    pin.style.top = `${Number(y) * 100}%`;
    pin.style.translate = `${beneath * APART}px 0`;
    pin.addEventListener("click", () => this.open(id));
    return pin;
  }

  async open(id) {
    await this.editor.panels.open(this.urlValue);
    const panel = this.editor.panelTarget;
    this.read(panel);
    const chosen = typeof id === "string" ? panel.querySelector(`#${id}`) : null;
    chosen?.classList.add("is-chosen");
    chosen?.scrollIntoView({ block: "center" });
    (chosen?.querySelector("button") ?? panel.querySelector("h2")).focus({ preventScroll: Boolean(chosen) });
  }

  // Leads from a comment to the page that it is about.
  show(event) {
    event.preventDefault();
    const { format, page } = event.currentTarget.closest("[data-comment]").dataset;
    const { editor } = this;
    editor.panelTarget.close();
    editor.formatValue = format;
    editor.formats.selectItem(format);
    editor.picture.turn(Number(page) - editor.picture.page);
    editor.formats.tellPage();
    editor.matTarget.scrollIntoView({ block: "nearest" });
  }

  async send(event) {
    event.preventDefault();
    const form = event.currentTarget;
    const button = form.querySelector("button[type=submit]");
    button.disabled = true;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
      if (!answer.ok) throw new Error(String(answer.status));
      await this.open();
    } catch {
      // As an ordinary form it leads to a page that says what is wrong.
      form.submit();
    } finally {
      button.disabled = false;
    }
  }
}
