// The panel at the side: the history, photos to choose from.
import { fetchPart, parse } from "/static/js/editor/server.js";

export class Panels {
  constructor(editor) {
    this.editor = editor;
  }

  get panel() {
    return this.editor.panelTarget;
  }

  connect() {
    this.panel.addEventListener("click", (event) => {
      if (event.target === this.panel) this.panel.close();
    });
  }

  async open(url) {
    try {
      this.panel.replaceChildren(parse(await fetchPart(url)));
    } catch (error) {
      this.editor.saving.failed(error);
      return;
    }
    const title = this.panel.querySelector("h2");
    if (title) this.panel.setAttribute("aria-label", title.textContent.trim());
    if (!this.panel.open) this.panel.showModal();
  }

  closePanel() {
    this.panel.close();
  }
}
