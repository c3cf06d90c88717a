// Takes steps back and forth, and shows the history of all values.
import { send } from "/static/js/editor/server.js";

export class Steps {
  constructor(editor) {
    this.editor = editor;
  }

  undo() {
    return this.step("undo");
  }

  redo() {
    return this.step("redo");
  }

  async step(name) {
    const { editor } = this;
    if (editor.kept.count) await editor.saving.save();
    try {
      const answer = await send(`${editor.urlValue}/${name}`, { row_version: editor.versionValue });
      const body = await answer.json();
      await editor.fields.reload();
      editor.saving.saved(body, {});
      editor.picture.draw();
    } catch (error) {
      editor.saving.failed(error);
    }
  }

  openHistory() {
    return this.editor.panels.open(`${this.editor.urlValue}/history`);
  }
}
