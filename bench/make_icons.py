"""Builds the icon sprite from an unpacked `@tabler/icons` package: make_icons.py PACKAGE_DIR."""

import re
import sys
from pathlib import Path

ICONS = (
    "alert-octagon alert-triangle circle-check help-circle lock calendar-due cloud-check"
    " cloud-off building-store home package photo chart-dots chart-line settings users user"
    " logout login search chevron-down chevron-right chevron-left chevron-up arrow-left arrow-"
    " right arrow-up arrow-down arrow-back-up arrow-forward-up history plus minus x check"
    " checks download upload printer truck mail send filter calendar clock palette template"
    " speakerphone shopping-cart trash pencil eye dots coin-euro file-text file-zip qrcode"
    " crop refresh info-circle world moon sun building map-pin phone clipboard-check"
    " adjustments key star external-link menu-2 list table copy device-floppy bulb player-"
    " pause users-group report-analytics shield-check photo-edit arrows-maximize"
)


def build(package: Path, target: Path) -> None:
    """Write one sprite of `<symbol>`s with the outlines of `ICONS`."""
    symbols = []
    for name in ICONS.split():
        source = (package / "icons" / "outline" / f"{name}.svg").read_text()
        inner = re.search(r"<svg[^>]*>(.*)</svg>", source, re.DOTALL)
        if inner is None:
            raise SystemExit(f"{name}: not an SVG")
        body = re.sub(r"\s+", " ", inner.group(1)).strip()
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{body}</symbol>')
    target.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"
    )


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path("portal/static/vendor/icons.svg"))
