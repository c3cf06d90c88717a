// Decides with single keys, holds every decision for eight seconds before it is sent, and goes on
// to the next ad meanwhile. Keys rest while a field has the focus or when they are switched off.
import { Controller } from "/static/vendor/stimulus.js";

const HOLD_MS = 8000;
const KEYS = { f: "approved", a: "changes_requested", x: "rejected" };

export default class extends Controller {
  static targets = ["entry", "head", "form", "reason", "keys", "toast", "failed"];

  connect() {
    this.held = new Map();
    this.onKey = (event) => this.press(event);
    this.onHide = () => this.sendAll();
    document.addEventListener("keydown", this.onKey);
    window.addEventListener("pagehide", this.onHide);
  }

  disconnect() {
    document.removeEventListener("keydown", this.onKey);
    window.removeEventListener("pagehide", this.onHide);
    this.sendAll();
  }

  keysTargetConnected(box) {
    box.checked = window.localStorage.getItem("approval-keys") !== "off";
  }

  remember(event) {
    window.localStorage.setItem("approval-keys", event.currentTarget.checked ? "on" : "off");
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
    if (this.hasKeysTarget && !this.keysTarget.checked) return;
    const key = event.key.toLowerCase();
    if (key === "j" || key === "k") {
      event.preventDefault();
      this.open(key === "j" ? this.headTarget.dataset.next : this.headTarget.dataset.previous);
    } else if (KEYS[key] && this.hasFormTarget) {
      event.preventDefault();
      this.formTarget.requestSubmit(this.formTarget.querySelector(`[value="${KEYS[key]}"]`));
    }
  }

  hold(event) {
    event.preventDefault();
    const form = this.formTarget;
    const button = event.submitter ?? form.querySelector('[value="approved"]');
    const reason = form.elements.reason;
    if (button.value !== "approved" && !reason.value.trim()) {
      this.reasonTarget.hidden = false;
      reason.required = true;
      reason.focus();
      return;
    }
    const data = new FormData(form);
    data.set("outcome", button.value);
    const id = this.headTarget.dataset.id;
    const next = this.headTarget.dataset.next || this.headTarget.dataset.previous;
    const place = this.headTarget.querySelector("h2").textContent;
    const decision = { action: form.action, data, said: `${button.dataset.said}: ${place}` };
    decision.timer = window.setTimeout(() => this.send(id), HOLD_MS);
    decision.toast = this.tell(this.toastTarget, decision.said, () => this.takeBack(id));
    this.held.set(id, decision);
    this.mark(id, true);
    if (next) this.open(next);
    else this.send(id).then(() => window.location.assign("/approvals/"));
  }

  takeBack(id) {
    const decision = this.held.get(id);
    if (!decision) return;
    window.clearTimeout(decision.timer);
    decision.toast.remove();
    this.held.delete(id);
    this.mark(id, false);
    this.open(this.entryTargets.find((entry) => entry.dataset.id === id)?.href);
  }

  async send(id) {
    const decision = this.held.get(id);
    if (!decision) return;
    window.clearTimeout(decision.timer);
    this.held.delete(id);
    decision.toast.remove();
    let saved = false;
    let why = "";
    try {
      const answer = await fetch(decision.action, {
        method: "POST",
        body: decision.data,
        headers: { "X-Requested-With": "fetch", Accept: "application/json" },
        keepalive: true,
      });
      saved = answer.ok;
      if (!saved) why = (await answer.json()).detail;
    } catch {
      saved = false; // The connection is gone; the ad goes back into the queue.
    }
    if (saved) this.entryTargets.find((entry) => entry.dataset.id === id)?.closest("li").remove();
    else {
      this.mark(id, false);
      this.tell(this.failedTarget, [decision.said, why].filter(Boolean).join(". "), () => {});
    }
  }

  sendAll() {
    for (const id of [...this.held.keys()]) this.send(id);
  }

  open(address) {
    if (!address) return;
    for (const entry of this.entryTargets) {
      if (entry.href === new URL(address, window.location).href) {
        entry.setAttribute("aria-current", "true");
        entry.scrollIntoView({ block: "nearest" });
      } else entry.removeAttribute("aria-current");
    }
    // The newest way wins: #entry drops what an earlier one still waits for (hx-sync).
    const way = { source: "#entry", target: "#entry", swap: "innerHTML" };
    window.htmx.ajax("GET", address, way).catch(() => {});
    window.history.pushState({}, "", address);
  }

  mark(id, held) {
    this.entryTargets.find((entry) => entry.dataset.id === id)?.classList.toggle("is-held", held);
  }

  tell(template, said, takeBack) {
    const toast = template.content.firstElementChild.cloneNode(true);
    toast.querySelector("[data-slot=said]").textContent = said;
    toast.querySelector("button")?.addEventListener("click", takeBack);
    document.getElementById("toasts").append(toast);
    if (!toast.querySelector("button")) window.setTimeout(() => toast.remove(), HOLD_MS);
    return toast;
  }
}
