// Sets the theme before the page is painted: the reader's choice, else the system's.
(() => {
  let chosen = null;
  try {
    chosen = window.localStorage.getItem("theme");
  } catch {
    chosen = null; // Storage can be switched off; then the system decides.
  }
  const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.bsTheme = chosen || (dark ? "dark" : "light");
})();
