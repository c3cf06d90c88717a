// The editor: what is typed is kept here at once, shown in the picture, and saved as one goes.
//
// Each concern is a part in js/editor/; `ANSWERS` names which part answers which action of a page.
// Whoever adds to the editor from outside listens to what it tells on its element:
//   editor:typed  { field }   somebody typed in the field (its element)
//   editor:saved  { answer, sentAt }  the server's answer to a save
//   editor:shown  { }         the parts of an answer were put in their places
//   editor:turned { format, page }  another page of the ad is looked at
// and changes values as a person does: sets an input and dispatches `input` on it.
import { Controller } from "/static/vendor/stimulus.js";
import { Announcing } from "/static/js/editor/announcing.js";
import { Fields } from "/static/js/editor/fields.js";
import { Formats } from "/static/js/editor/formats.js";
import { Kept } from "/static/js/editor/kept.js";
import { Mended } from "/static/js/editor/mended.js";
import { PagePicture } from "/static/js/editor/page_picture.js";
import { Panels } from "/static/js/editor/panels.js";
import { Photos } from "/static/js/editor/photos.js";
import { Room } from "/static/js/editor/room.js";
import { Saving } from "/static/js/editor/saving.js";
import { Slots } from "/static/js/editor/slots.js";
import { Steps } from "/static/js/editor/steps.js";
import { Thumbnails } from "/static/js/editor/thumbnails.js";
import { Watching } from "/static/js/editor/watching.js";

const ANSWERS = {
  fields: ["changed", "focused", "put", "mend", "resetCrop", "nextPoint", "find"],
  formats: ["selectFormat", "turn", "zoom", "toggleMarks", "keepFocus", "tapFrame", "walk", "enlarge"],
  panels: ["closePanel"],
  photos: ["choosePhoto", "searchPhotos", "uploadPhoto", "takePhoto"],
  saving: ["save", "wentOffline", "cameBack", "leaving", "keepMine", "keepTheirs"],
  steps: ["undo", "redo", "shortcut", "openHistory", "olderHistory", "setAgain", "goToField"],
  watching: ["dismissNews"],
};

export default class EditorController extends Controller {
  static targets = [
    "fields", "picture", "paper", "frames", "frameLabel", "marks", "marksBox", "mat", "status", "statusText",
    "formatName", "formatSize", "turn", "pageText", "zoomText", "first", "panel", "live", "stale", "lock", "locks", "enlarge", "mended",
  ];

  static values = {
    url: String, key: String, version: Number, locked: Boolean, format: String, savedText: String,
    savingText: String, unreadText: String, offlineText: String, offlineOneText: String, offlineNoneText: String,
    backText: String, clashText: String, failedText: String, signedOutText: String, staleText: String,
    updatingText: String, fixedText: String, takenText: String,
  };

  initialize() {
    this.kept = new Kept(this.keyValue);
    this.announcing = new Announcing(this);
    this.picture = new PagePicture(this);
    this.thumbnails = new Thumbnails(this);
    this.slots = new Slots(this);
    this.fields = new Fields(this);
    this.formats = new Formats(this);
    this.mended = new Mended(this);
    this.panels = new Panels(this);
    this.photos = new Photos(this);
    this.room = new Room(this);
    this.saving = new Saving(this);
    this.steps = new Steps(this);
    this.watching = new Watching(this);
  }

  connect() {
    for (const part of [this.panels, this.formats, this.room, this.steps, this.watching]) part.connect();
    this.slots.distribute(this.firstTarget.content.cloneNode(true));
    this.fields.catchUp();
    this.kept.open().then(() => this.saving.restore());
  }

  disconnect() {
    const { formats, room, steps, watching, saving, picture, thumbnails, announcing } = this;
    for (const part of [formats, room, steps, watching, saving, picture, thumbnails, announcing]) part.disconnect();
    this.kept.close();
  }

  // What others listen to, see above.
  say(name, detail = {}) {
    this.dispatch(name, { detail });
  }
}

for (const [part, names] of Object.entries(ANSWERS)) {
  for (const name of names) {
    EditorController.prototype[name] = function answer(event) {
      return this[part][name](event);
    };
  }
}
