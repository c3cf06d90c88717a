"""Owns the page of golden differences: before, after and difference, `make golden-diff`."""

import html
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
from PIL import Image, ImageChops

from tests.golden.case import paint_case
from tests.golden.cases import all_cases
from tests.golden.comparing import grey_similarity, likeness
from tests.golden.designs import DESIGNS, TARGETS, painted_design

FOLDER = Path("var/golden-diff")
_LOUDER = 4
_STYLE = """body{font:15px/1.5 system-ui,sans-serif;margin:2rem;background:#f4f4f2;color:#1c1c1a}
h2{font-size:1rem;margin:2.5rem 0 .25rem} p{margin:0 0 .75rem;color:#55554f}
.alike h2::after{content:" - alike";font-weight:normal} .row{display:flex;gap:1rem;flex-wrap:wrap}
figure{margin:0;flex:1 1 18rem;max-width:38rem} img{width:100%;background:#fff;display:block;
box-shadow:0 0 0 1px #ccc} figcaption{font-size:.8rem;color:#55554f;padding:.25rem 0}"""


@dataclass(frozen=True, slots=True)
class Compared:
    """A picture as it was accepted or designed, as it is painted now, and how alike they are."""

    name: str
    before: Image.Image | None
    after: Image.Image
    holds: bool
    figures: str


def compared_cases() -> Iterator[Compared]:
    """Yield each page of each golden case beside its accepted picture."""
    for case in all_cases():
        for number, after in enumerate(paint_case(case), start=1):
            path = case.expected(number)
            before = _opened(path) if path.exists() else None
            yield case_compared(path.stem, before, after)


def case_compared(name: str, before: Image.Image | None, after: Image.Image) -> Compared:
    """Return how a picture of a case compares with the accepted one."""
    if before is None:
        return Compared(name, None, after, holds=False, figures="no accepted picture yet")
    if before.size != after.size:
        sizes = f"{before.width} x {before.height} px were {after.width} x {after.height} px now"
        return Compared(name, before, after, holds=False, figures=sizes)
    found = likeness(before, after)
    figures = f"SSIM {found.whole:.4f}, worst tile {found.tile:.3f}, colour {found.colour:.2f}"
    return Compared(name, before, after, found.holds(), figures)


def compared_designs() -> Iterator[Compared]:
    """Yield each page of the demonstration beside its design."""
    for campaign, format_key, page, stress, name, least, least_tile in DESIGNS:
        after = painted_design(campaign, format_key, page, stress=stress)
        before = _opened(TARGETS / f"{name}.png")
        whole, tile = grey_similarity(after, before)
        figures = f"SSIM {whole:.4f} of {least}, worst tile {tile:.3f} of {least_tile}"
        holds = whole >= least and tile >= least_tile
        yield Compared(f"design {name}", before, after, holds, figures)


def write_page(found: list[Compared], folder: Path) -> Path:
    """Write the page and its pictures into `folder`, anew; return the page's path."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    sections = "".join(_section(one, folder) for one in found)
    differing = sum(not one.holds for one in found)
    summary = f"{differing} of the {len(found)} pictures shown differ."
    page = folder / "index.html"
    page.write_text(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Golden pictures</title>'
        f"<style>{_STYLE}</style><h1>Golden pictures</h1><p>{summary}</p>{sections}</html>\n",
        encoding="utf-8",
    )
    return page


def _section(one: Compared, folder: Path) -> str:
    before = one.before or Image.new("RGB", one.after.size, "white")
    pictures = {"before": before, "after": one.after, "difference": _difference(before, one.after)}
    figures = []
    for what, picture in pictures.items():
        name = f"{one.name.replace(' ', '-')}-{what}.png"
        picture.save(folder / name)
        label = f"{what} (times {_LOUDER})" if what == "difference" else what
        figures.append(
            f'<figure><img src="{name}" alt="{what}"><figcaption>{label}</figcaption></figure>'
        )
    state = "alike" if one.holds else "differs"
    title, said = html.escape(one.name), html.escape(one.figures)
    return (
        f'<section class="{state}"><h2>{title}</h2><p>{said}</p>'
        f'<div class="row">{"".join(figures)}</div></section>'
    )


def _difference(before: Image.Image, after: Image.Image) -> Image.Image:
    """Return the difference, louder, dark on white; where one picture is larger it counts."""
    size = (max(before.width, after.width), max(before.height, after.height))
    sheets = [Image.new("RGB", size, "white") for _ in range(2)]
    for sheet, picture in zip(sheets, (before, after), strict=True):
        sheet.paste(picture, (0, 0))
    return ImageChops.difference(*sheets).point(lambda level: 255 - min(255, level * _LOUDER))


def _opened(path: Path) -> Image.Image:
    with Image.open(path) as picture:
        return picture.convert("RGB")


@click.command()
@click.option("--all", "everything", is_flag=True, help="Show also the pictures that are alike.")
def main(*, everything: bool) -> None:
    """Compare all golden pictures; exit code 1 where any differs."""
    found = [*compared_cases(), *compared_designs()]
    differing = [one for one in found if not one.holds]
    for one in differing:
        click.echo(f"{one.name}: {one.figures}")
    page = write_page(found if everything else differing, FOLDER)
    click.echo(f"{len(differing)} of {len(found)} pictures differ; see {page.resolve()}")
    sys.exit(bool(differing))


if __name__ == "__main__":
    main()
