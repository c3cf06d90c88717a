// Starts Stimulus and loads each controller when a page first uses it:
// data-controller="undo" is js/controllers/undo.js.
import { Application } from "/static/vendor/stimulus.js";

const application = Application.start();
const loaded = new Set();

async function load(name) {
  if (loaded.has(name)) return;
  loaded.add(name);
  const module = await import(`/static/js/controllers/${name}.js`);
  application.register(name, module.default);
}

function scan(root) {
  const nodes = root.matches?.("[data-controller]") ? [root] : [];
  nodes.push(...root.querySelectorAll("[data-controller]"));
  for (const node of nodes) {
    for (const name of node.dataset.controller.split(/\s+/)) {
      if (/^[a-z][a-z-]*$/.test(name)) load(name);
    }
  }
}

scan(document.documentElement);
new MutationObserver((changes) => {
  for (const change of changes) {
    for (const node of change.addedNodes) if (node.nodeType === 1) scan(node);
  }
}).observe(document.body, { childList: true, subtree: true });

// A refusal comes as a fragment with its status; it is shown in place, nothing typed is lost.
document.body.addEventListener("htmx:beforeSwap", (event) => {
  const status = event.detail.xhr.status;
  if ([400, 403, 404, 409, 422, 429].includes(status)) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});
