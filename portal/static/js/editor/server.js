// Talks to the server: JSON out, JSON or a picture back.

const token = () => document.querySelector('meta[name="csrf-token"]').content;

export class Refused extends Error {
  constructor(status, body) {
    super(body.detail ?? `status ${status}`);
    this.status = status;
    this.body = body;
  }
}

export async function send(url, body, signal) {
  const answer = await window.fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token() },
    body: JSON.stringify(body),
    signal,
  });
  if (answer.ok) return answer;
  throw new Refused(answer.status, await answer.json().catch(() => ({})));
}

export async function fetchPart(url) {
  const answer = await window.fetch(url, { headers: { Accept: "text/html" } });
  if (!answer.ok) throw new Refused(answer.status, {});
  return answer.text();
}

export function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}
