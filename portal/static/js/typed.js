// Remembers what is typed before a page's own scripts are there, so that they can take it up.
document.addEventListener(
  "input",
  (event) => {
    if (event.target.matches("input, textarea, select")) event.target.dataset.typed = "";
  },
  true,
);
