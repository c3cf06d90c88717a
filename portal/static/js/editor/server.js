// Talks to the server: JSON out, JSON or a picture back; what takes too long counts as unheard.

const PATIENCE = 20_000;

const token = () => document.querySelector('meta[name="csrf-token"]').content;

// The server's own word: what it refuses, and why.
export class Refused extends Error {
  constructor(status, body) {
    super(body.detail ?? `status ${status}`);
    this.status = status;
    this.body = body;
  }

  // Whether the same request may do later: the server is busy or being started anew.
  get passes() {
    return this.status >= 500 || this.status === 429;
  }
}

export function send(url, body, signal) {
  const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token() };
  return ask(url, { method: "POST", headers, body: JSON.stringify(body) }, signal);
}

// A file, as a form sends it.
export function sendFile(url, file) {
  const body = new FormData();
  body.append("file", file);
  const headers = { Accept: "application/json", "X-CSRFToken": token() };
  return ask(url, { method: "POST", headers, body });
}

// A word that is sent while the page goes away: it outlives it, and nobody hears the answer.
// Where it does not arrive, the server notices by itself that nobody is there any more.
export function sendLast(url) {
  const headers = { "X-CSRFToken": token() };
  window.fetch(url, { method: "POST", headers, keepalive: true }).catch(() => undefined);
}

export async function fetchPart(url) {
  const answer = await ask(url, { headers: { Accept: "text/html" } });
  return answer.text();
}

export async function fetchNews(url) {
  const answer = await ask(url, { headers: { Accept: "application/json" } });
  return answer.json();
}

// A request that nobody answers is given up, as if the connection were gone.
async function ask(url, options, signal) {
  const given = new AbortController();
  let late = false;
  const timer = window.setTimeout(() => {
    late = true;
    given.abort();
  }, PATIENCE);
  signal?.addEventListener("abort", () => given.abort());
  try {
    const answer = await window.fetch(url, { ...options, signal: given.signal });
    if (answer.ok && !signedOut(answer, url)) return answer;
    if (answer.ok) throw new Refused(401, {});
    throw new Refused(answer.status, await answer.json().catch(() => ({})));
  } catch (error) {
    if (late && error.name === "AbortError") throw new TypeError("no answer");
    throw error;
  } finally {
    window.clearTimeout(timer);
  }
}

// Who is signed out is led to the page that signs in, which is not what was asked for.
function signedOut(answer, url) {
  return answer.redirected && new URL(answer.url).pathname !== new URL(url, window.location.href).pathname;
}

export function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}
