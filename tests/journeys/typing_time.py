"""Measures typing: from a keystroke's event to the frame that shows the picture it led to."""

from playwright.sync_api import Page

_PAUSE_MS = 200
_PATIENCE_MS = 5000
# The clock starts with the event that the keystroke causes and ends two frames after the new
# picture was decoded: then it is on the screen. A space at the end changes no picture: type none.
_WATCH = """() => {
  if (window.typingTimes) { window.typingTimes.length = 0; return; }
  window.typingTimes = [];
  let typed = null;
  document.addEventListener('input', event => { typed = event.timeStamp; }, true);
  document.querySelector('.paper img').addEventListener('load', async event => {
    if (typed === null) return;
    const began = typed;
    typed = null;
    await event.target.decode();
    requestAnimationFrame(() => requestAnimationFrame(now => {
      window.typingTimes.push(performance.now() - began);
    }));
  });
}"""


def time_typing(page: Page, box: str, text: str, pause_ms: int = _PAUSE_MS) -> list[float]:
    """Type letter by letter at the end of a box, and return how long each picture took, in ms."""
    page.wait_for_load_state("networkidle")
    page.locator(box).focus()
    page.keyboard.press("End")
    page.evaluate(_WATCH)
    for number, letter in enumerate(text, 1):
        page.keyboard.type(letter)
        page.wait_for_function(
            "count => window.typingTimes.length >= count", arg=number, timeout=_PATIENCE_MS
        )
        page.wait_for_timeout(pause_ms)
    return [float(one) for one in page.evaluate("window.typingTimes")]
