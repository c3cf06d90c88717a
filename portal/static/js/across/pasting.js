// What is pasted from a spreadsheet, as a part of the table's controller.
import { readText } from "/static/js/across/file.js";
import { parse, send, sendFile } from "/static/js/editor/server.js";

// Adds that it is looked at first and entered then.
export const withPasting = (Base) => class extends Base {
  pasted(event) {
    const cell = this.cellOf(event.target);
    if (!cell || event.target !== cell.input) return;
    const text = event.clipboardData.getData("text/plain");
    const lines = text.replace(/[\r\n]+$/, "");
    if (!/[\t\r\n]/.test(lines)) return;
    event.preventDefault();
    this.openDialog();
    this.textTarget.value = text;
    this.start = cell;
    this.preview();
  }

  openPaste() {
    this.start = null;
    this.textTarget.value = "";
    this.openDialog();
    this.textTarget.focus();
  }

  openDialog() {
    this.opener = document.activeElement;
    this.entryTarget.hidden = false;
    this.previewTarget.hidden = true;
    this.refusalTarget.hidden = true;
    this.dialogTarget.showModal();
  }

  closeDialog() {
    this.dialogTarget.close();
    this.opener?.focus();
  }

  async choseFile(event) {
    const [file] = event.currentTarget.files;
    if (!file) return;
    const input = event.currentTarget;
    this.refusalTarget.hidden = true;
    try {
      this.textTarget.value = await this.textOf(file);
      this.preview();
    } catch (error) {
      this.refuse(error);
    }
    input.value = "";
  }

  // A workbook is a ZIP; the server reads its cells.
  async textOf(file) {
    const start = new Uint8Array(await file.slice(0, 2).arrayBuffer());
    if (start[0] !== 0x50 || start[1] !== 0x4b) return readText(file);
    const { text } = await (await sendFile(`${this.baseValue}/workbook`, file)).json();
    return text;
  }

  refuse(error) {
    this.refusalTarget.textContent = error.body?.detail ?? this.failedTextValue;
    this.refusalTarget.hidden = false;
  }

  async preview() {
    const body = { source: this.sourceValue || null, pasted: this.textTarget.value };
    if (!body.pasted.trim()) return this.textTarget.focus();
    if (this.start) Object.assign(body, { outlet: this.start.row.dataset.outlet, field: this.start.key });
    try {
      const answer = await (await send(`${this.baseValue}/read`, body)).json();
      this.offered = answer.cells;
      this.previewTarget.replaceChildren(parse(answer.html));
      this.entryTarget.hidden = true;
      this.previewTarget.hidden = false;
      this.previewTarget.querySelector("h2").focus();
    } catch (error) {
      this.refuse(error);
    }
    return undefined;
  }

  takePasted() {
    for (const one of this.offered) {
      const row = this.rowOf(one.outlet);
      const cell = row && this.cellsOf(row).find((found) => found.key === one.field);
      if (!cell || cell.shut) continue;
      cell.type(one.text);
      cell.problem = one.problem;
      if (cell.origin !== "") row.querySelector('[data-part="row"]').checked = true;
      cell.show(this.choiceOf(cell.key));
    }
    this.closeDialog();
    this.tell();
    this.say(this.pastedTextValue.replace("{count}", this.offered.length));
  }
};
