// One file on its way in: sent in parts with a checksum each, resumed where it stopped.
//
// tell(transfer) is called on every change. States: waiting, checking, sending, paused, offline,
// working, done, refused, cancelled.
import { Refused } from "/static/js/editor/server.js";

const BASE = "/assets/uploads";
const PAUSES = [1000, 2000, 4000, 8000, 15000];
const MOST_TRIES = 4;
const SLOWEST_LOOK = 2000;

const token = () => document.querySelector('meta[name="csrf-token"]').content;
const later = (milliseconds) => new Promise((done) => window.setTimeout(done, milliseconds));

class Offline extends Error {}
class Stopped extends Error {}

async function ask(method, url, body) {
  const headers = { Accept: "application/json", "X-CSRFToken": token() };
  if (body) headers["Content-Type"] = "application/json";
  let answer;
  try {
    answer = await window.fetch(url, { method, headers, body: body && JSON.stringify(body) });
  } catch {
    throw new Offline();
  }
  if (answer.status === 204) return {};
  const told = await answer.json().catch(() => ({}));
  if (answer.ok) return told;
  if (answer.status === 429 || (answer.status >= 500 && !told.detail)) throw new Offline();
  throw new Refused(answer.status, told);
}

// The SHA-256 of a part; browsers compute it on secure pages alone, elsewhere the server does.
async function digest(blob) {
  if (!window.crypto.subtle) return null;
  return new Uint8Array(await window.crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));
}

const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const base64 = (bytes) => window.btoa(String.fromCharCode(...bytes));

export class Transfer {
  constructor(file, offer, tell) {
    this.file = file;
    this.offer = offer;
    this.tell = tell;
    this.sent = 0;
    this.state = "waiting";
    this.tries = 0;
  }

  get url() {
    return `${BASE}/${this.id}`;
  }

  get isOpen() {
    return !["done", "refused", "cancelled"].includes(this.state);
  }

  become(state, more = {}) {
    Object.assign(this, more);
    this.state = state;
    this.tell(this);
  }

  // Sends the file from where the server has it; returns once all is said.
  async run() {
    this.stop = null;
    try {
      await this.whileConnected(() => this.begin());
      while (this.sent < this.file.size) await this.whileConnected(() => this.sendPart());
      await this.whileConnected(() => ask("POST", `${this.url}/finish`, { batch: this.offer().batch ?? "" }));
      await this.watch();
    } catch (error) {
      if (error instanceof Stopped) return this.become(error.message);
      return this.become("refused", { problem: error.message, mayRetry: Boolean(this.id) });
    }
    return undefined;
  }

  // Does something again until the connection is back; nothing is lost meanwhile.
  async whileConnected(work) {
    for (let turn = 0; ; turn += 1) {
      if (this.stop) throw new Stopped(this.stop);
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof Offline)) throw error;
        if (this.stop) throw new Stopped(this.stop);
        this.become("offline");
        await this.wait(PAUSES[Math.min(turn, PAUSES.length - 1)]);
      }
    }
  }

  // Waits, but goes on at once when the network returns or the person asks.
  wait(milliseconds) {
    return new Promise((done) => {
      const go = () => {
        window.removeEventListener("online", go);
        window.clearTimeout(timer);
        done();
      };
      const timer = window.setTimeout(go, milliseconds);
      window.addEventListener("online", go);
      this.wake = go;
    });
  }

  async begin() {
    if (!this.id) {
      const { name, size } = this.file;
      const told = await ask("POST", BASE, { name, size, ...this.offer() });
      this.id = told.id;
      this.part = told.part;
      this.sent = told.offset;
    } else {
      const told = await ask("GET", this.url);
      this.part = told.part;
      if (told.state === "receiving" && !(await this.isSame(told.checks))) throw new Refused(409, { detail: this.otherFile });
      this.sent = told.offset;
    }
    this.become("sending");
  }

  // Whether the parts that the server has are those of this file.
  async isSame(checks) {
    if (!window.crypto.subtle || this.known === checks.length) return true;
    this.become("checking");
    for (let number = 0; number < checks.length; number += 1) {
      const found = await digest(this.file.slice(number * this.part, (number + 1) * this.part));
      if (hex(found) !== checks[number]) return false;
    }
    this.known = checks.length;
    return true;
  }

  async sendPart() {
    const blob = this.file.slice(this.sent, this.sent + this.part);
    const sum = await digest(blob);
    if (this.stop) throw new Stopped(this.stop);
    this.become("sending");
    const answer = await this.patch(blob, sum);
    if (answer.status === 204) {
      this.sent = Number(answer.offset);
      this.known = Math.ceil(this.sent / this.part);
      this.tries = 0;
      this.become("sending");
      return;
    }
    // A damaged part, or another tab was faster: ask where it stands and go on from there.
    this.tries += 1;
    if ((answer.status !== 409 && answer.body.field !== "checksum") || this.tries >= MOST_TRIES) {
      throw new Refused(answer.status, answer.body);
    }
    this.known = undefined;
    await this.begin();
  }

  patch(blob, sum) {
    return new Promise((done, failed) => {
      const request = new XMLHttpRequest();
      const start = this.sent;
      request.open("PATCH", this.url);
      request.setRequestHeader("Content-Type", "application/partial-upload");
      request.setRequestHeader("Accept", "application/json");
      request.setRequestHeader("X-CSRFToken", token());
      request.setRequestHeader("Upload-Offset", String(start));
      if (sum) request.setRequestHeader("Content-Digest", `sha-256=:${base64(sum)}:`);
      request.upload.addEventListener("progress", (event) => {
        this.sent = start + Math.min(event.loaded, blob.size);
        this.tell(this);
      });
      const gone = (error) => {
        this.sent = start;
        failed(error);
      };
      request.addEventListener("load", () => {
        this.sent = start;
        if (request.status === 429 || request.status >= 500) gone(new Offline());
        else done({ status: request.status, offset: request.getResponseHeader("Upload-Offset"), body: read(request) });
      });
      request.addEventListener("error", () => gone(new Offline()));
      request.addEventListener("timeout", () => gone(new Offline()));
      request.addEventListener("abort", () => gone(this.stop ? new Stopped(this.stop) : new Offline()));
      request.timeout = 10 * 60 * 1000;
      this.request = request;
      request.send(blob);
    });
  }

  // The file is here; it is taken in by a job that goes on without this page.
  async watch() {
    for (let turn = 0; ; turn += 1) {
      const told = await this.whileConnected(() => ask("GET", this.url));
      if (told.state !== "taking_in") {
        const state = told.state === "done" ? "done" : "refused";
        return this.become(state, { told, problem: told.problem, mayRetry: told.retry });
      }
      this.become("working", { told });
      await later(Math.min(150 * (turn + 1), SLOWEST_LOOK));
      if (this.stop) throw new Stopped(this.stop);
    }
  }

  halt(state) {
    this.stop = state;
    this.request?.abort();
    this.wake?.();
  }

  pause() {
    this.halt("paused");
  }

  async cancel() {
    const { id, state } = this;
    this.halt("cancelled");
    this.become("cancelled");
    if (id && state !== "done") await ask("DELETE", this.url).catch(() => {});
  }
}

function read(request) {
  try {
    return JSON.parse(request.responseText);
  } catch {
    return {};
  }
}
