"""Paints the drawings of the tests with Chromium: the second opinion that ours is held to.

`python -m tests.unit.typesetting.chromium_drawings` writes the pictures anew.
"""

from pathlib import Path

from tests.factories.drawings import FEATURES
from tests.journeys.browser import chromium

PICTURES = Path(__file__).parent / "drawings"
WIDTH, HEIGHT = 360, 240


def paint_all() -> None:
    """Write the picture of each drawing."""
    PICTURES.mkdir(exist_ok=True)
    size = f'<svg width="{WIDTH}" height="{HEIGHT}" style="display:block" '
    with chromium(width=WIDTH, height=HEIGHT) as browser:
        page = browser.new_page()
        for name, svg in FEATURES.items():
            shown = svg.replace("<svg ", size, 1)
            page.set_content(f'<body style="margin:0;background:#fff">{shown}</body>')
            page.screenshot(path=str(PICTURES / f"{name}.png"))


if __name__ == "__main__":
    paint_all()
