// The strip of formats and what one does with the page: choose, turn, zoom, walk from frame to frame.

export class Formats {
  constructor(editor) {
    this.editor = editor;
  }

  // The room for the page changes with the window, and on a phone with the keyboard.
  connect() {
    this.room = new ResizeObserver(() => {
      if (this.editor.picture.format) this.editor.picture.refit();
    });
    this.room.observe(this.editor.matTarget);
  }

  disconnect() {
    this.room.disconnect();
  }

  selectFormat(event) {
    this.editor.formatValue = event.currentTarget.dataset.format;
    this.selectItem(this.editor.formatValue);
  }

  selectItem(key) {
    for (const item of this.editor.element.querySelectorAll(".strip-item")) {
      const chosen = item.dataset.format === key;
      if (chosen) item.setAttribute("aria-current", "true");
      else item.removeAttribute("aria-current");
      if (chosen && this.editor.picture.format?.format !== key) this.show(item);
    }
  }

  show(item) {
    const { formatNameTarget, formatSizeTarget, picture } = this.editor;
    formatNameTarget.textContent = item.dataset.name;
    formatSizeTarget.textContent = item.dataset.size;
    picture.select(item, item.querySelector("img"));
    this.toggleMarks();
    this.tellPage();
  }

  turn(event) {
    this.editor.picture.turn(Number(event.currentTarget.dataset.by));
    this.tellPage();
  }

  tellPage() {
    const { picture, turnTarget, pageTextTarget } = this.editor;
    turnTarget.hidden = picture.pages < 2;
    const { text } = pageTextTarget.dataset;
    pageTextTarget.textContent = text.replace("{page}", picture.page + 1).replace("{pages}", picture.pages);
  }

  zoom(event) {
    this.editor.picture.zoom(Number(event.currentTarget.dataset.by));
  }

  toggleMarks() {
    const { marksTarget, marksBoxTarget, picture } = this.editor;
    marksTarget.toggleAttribute("hidden", picture.format.unit !== "mm" || !marksBoxTarget.checked);
  }

  // On a phone the page can have the whole screen; what lies beneath cannot be reached meanwhile.
  enlarge() {
    this.setLarge(!this.isLarge);
  }

  setLarge(large) {
    const { element, enlargeTarget, matTarget } = this.editor;
    this.isLarge = large;
    const stage = matTarget.parentElement;
    stage.classList.toggle("is-large", large);
    for (const part of element.querySelectorAll(".editor-head, .editor-fields, .editor-strip, .editor-bar")) part.inert = large;
    enlargeTarget.setAttribute("aria-expanded", String(large));
    const { smallText } = enlargeTarget.dataset;
    enlargeTarget.dataset.smallText = enlargeTarget.getAttribute("aria-label");
    enlargeTarget.setAttribute("aria-label", smallText);
  }

  // On a phone the page grows when the keyboard goes: a tap is not to move what it hits.
  keepFocus(event) {
    if (event.target.closest(".frame")) event.preventDefault();
  }

  // Leads from a frame to its field; what is locked says so, and who locked it.
  tapFrame(event) {
    const frame = event.target.closest(".frame");
    if (frame) this.openFrame(frame);
  }

  openFrame(frame) {
    const { field, keeper } = frame.dataset;
    if (this.isLarge && field) this.setLarge(false);
    if (field) this.editor.fields.focusField(field);
    this.editor.picture.choose(frame);
    if (keeper) this.editor.announcing.say(keeper);
  }

  showField(key) {
    const { picture } = this.editor;
    if (!picture.shows(picture.format.format, key)) {
      const items = [...this.editor.element.querySelectorAll(".strip-item")];
      const other = items.find((item) => picture.shows(item.dataset.format, key));
      if (!other) return;
      this.editor.formatValue = other.dataset.format;
      this.selectItem(this.editor.formatValue);
    }
    picture.reveal(key);
  }

  walk(event) {
    if (event.key === "Escape" && this.isLarge) this.setLarge(false);
    this.editor.picture.walk(event);
  }
}
