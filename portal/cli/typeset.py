"""Owns `portal typeset`: an ad document, values and a kit from files become a PDF or a picture."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click
from pydantic import TypeAdapter

from brand_assets.design_facts import KitValues, PageFacts
from brand_assets.kit.folders import KitFolderError, read_kit_folder
from brand_assets.typesetting.document import AdDocument, DocumentError, read_document
from brand_assets.typesetting.ink import with_ink
from brand_assets.typesetting.pdf.sheet import ALL_MARKS
from brand_assets.typesetting.pdf_writer import Marks, Mode, PdfOptions, SpotMode, write_pdf
from brand_assets.typesetting.pictures.photo_memory import MemoryPhotos, UnknownPhoto
from brand_assets.typesetting.pixels import PixelFormat, PixelOptions, render
from brand_assets.typesetting.setting import SetDocument, set_document
from brand_assets.typesetting.value_files import ValuesError, read_values
from brand_assets.typesetting.values import FieldValues

_PICTURES = {".jpg": PixelFormat.JPEG, ".jpeg": PixelFormat.JPEG} | {
    f".{one.value}": one for one in PixelFormat
}
_DEFAULT_WIDTH = 1080
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@dataclass(frozen=True, slots=True)
class _Request:
    """What is to be set and written; the members are the command's options."""

    document: Path
    out: Path
    kit: Path
    values: Path | None
    language: str
    mode: str | None
    spot: bool
    marks: bool
    order: str
    date: str
    page: int
    width: int | None
    max_bytes: int | None
    assets: tuple[Path, ...]


@click.command()
@click.argument("document", type=_FILE)
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--kit", type=_FOLDER, required=True, help="Folder with kit.json and its files.")
@click.option("--values", type=_FILE, help="JSON with the values of the fields.")
@click.option("--language", default="de", show_default=True, help="Language tag of the ad.")
@click.option("--mode", type=click.Choice([str(m) for m in Mode]), help="For PDFs; else press.")
@click.option("--spot", is_flag=True, help="Spot colours as plates of their own.")
@click.option("--marks", is_flag=True, help="Crop marks, targets, colour bar and slug line.")
@click.option("--order", default="", help="Key of the order or ad, for the slug line.")
@click.option("--date", default="", help="Date as it is to stand in the slug line.")
@click.option("--page", default=1, show_default=True, type=click.IntRange(1), help="For pictures.")
@click.option("--width", type=click.IntRange(1, 20_000), help="Pixels across, for pictures.")
@click.option("--max-bytes", type=click.IntRange(1), help="Byte budget of a picture.")
@click.option(
    "--asset",
    "assets",
    type=_FILE,
    multiple=True,
    help="Photo, drawing or PDF that the document names by its SHA-256; may be repeated.",
)
@click.option(
    "--facts",
    is_flag=True,
    help="Print what was measured of each frame as JSON, and the ink of printed pages.",
)
def typeset(*, facts: bool, **options: Any) -> None:
    """Set DOCUMENT and write OUT: .pdf, or a picture of a page (.jpg, .png, .webp, .avif).

    Exits with 1 where text does not fit or characters are missing; the file is written all the
    same, so that one can look.
    """
    found = _set(_Request(**options), ink=facts)
    if facts:
        pages = TypeAdapter(tuple[PageFacts, ...])
        click.echo(pages.dump_json(found.facts, indent=1, exclude_none=True))
    if problems := [line for one in found.facts for line in _problems(one)]:
        click.echo("\n".join(problems), err=True)
        raise click.exceptions.Exit(1)


def _set(asked: _Request, *, ink: bool) -> SetDocument:
    kit = _kit(asked.kit)
    photos = MemoryPhotos(kit.profile)
    ad = _document(asked.document)
    if asked.page > len(ad.pages):
        raise click.BadParameter(f"the document has {len(ad.pages)} pages", param_hint="--page")
    for asset in asked.assets:
        photos.add_file(asset.read_bytes())
    try:
        found = set_document(ad, _values(asked.values, photos), kit, photos, asked.language)
    except UnknownPhoto as missing:
        raise click.BadParameter(str(missing), param_hint="--asset") from None
    asked.out.write_bytes(_packed(found, kit, photos, asked))
    return _with_ink(found, kit, photos) if ink and ad.medium != "screen" else found


def _with_ink(found: SetDocument, kit: KitValues, photos: MemoryPhotos) -> SetDocument:
    measured = tuple(with_ink(page, found.display, kit, photos) for page in found.facts)
    return replace(found, facts=measured)


def _kit(folder: Path) -> KitValues:
    try:
        return read_kit_folder(folder)
    except KitFolderError as error:
        raise click.BadParameter(str(error), param_hint="--kit") from None


def _document(file: Path) -> AdDocument:
    try:
        return read_document(file.read_bytes())
    except DocumentError as error:
        raise click.BadParameter("\n".join(error.problems), param_hint="DOCUMENT") from None


def _values(file: Path | None, photos: MemoryPhotos) -> FieldValues:
    if file is None:
        return {}
    folder = file.parent

    def add(name: str) -> str:
        return photos.add_file((folder / name).read_bytes())

    try:
        return read_values(file.read_bytes(), add)
    except ValuesError as error:
        raise click.BadParameter("\n".join(error.problems), param_hint="--values") from None
    except OSError as error:
        raise click.BadParameter(str(error), param_hint="--values") from None


def _packed(found: SetDocument, kit: KitValues, photos: MemoryPhotos, asked: _Request) -> bytes:
    suffix = asked.out.suffix.lower()
    if suffix == ".pdf":
        return write_pdf(found.display, kit, photos, _pdf_options(asked))
    if suffix not in _PICTURES:
        raise click.BadParameter(f"choose .pdf or {', '.join(_PICTURES)}", param_hint="OUT")
    page = asked.page - 1
    width = asked.width or _DEFAULT_WIDTH
    scale = width / found.display.pages[page].width
    screen = PdfOptions(mode=Mode.SCREEN, pixels_per_pt=scale)
    pdf = write_pdf(found.display, kit, photos, screen)
    budget = PixelOptions(max_bytes=asked.max_bytes)
    return render(pdf, page, width_px=width, pixel_format=_PICTURES[suffix], options=budget)


def _pdf_options(asked: _Request) -> PdfOptions:
    marks = replace(ALL_MARKS, order=asked.order, date=asked.date)
    return PdfOptions(
        mode=Mode(asked.mode or Mode.PRESS),
        spot=SpotMode.SEPARATION if asked.spot else SpotMode.ALTERNATE,
        marks=marks if asked.marks else Marks(),
    )


def _problems(facts: PageFacts) -> list[str]:
    lines = []
    for frame in facts.frames:
        text = frame.text
        where = f"page {facts.page + 1}, {frame.frame}"
        if text and text.overflow_chars:
            lines.append(f"{where}: {text.overflow_chars} characters too many")
        if text and text.missing_glyphs:
            lines.append(f"{where}: no font has {' '.join(text.missing_glyphs)}")
    if facts.ink and facts.ink.over:
        where = f"page {facts.page + 1}, {facts.ink.frame}"
        lines.append(f"{where}: {facts.ink.most:.0f} % of ink, more than the profile bears")
    return lines
