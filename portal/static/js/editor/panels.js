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
    this.panel.replaceChildren(parse(await fetchPart(url)));
    if (!this.panel.open) this.panel.showModal();
  }

  closePanel() {
    this.panel.close();
  }
}
