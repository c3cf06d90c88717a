"""Owns accepting golden pictures: `python -m tests.golden.accept NAME ... | --all`."""

import click
from PIL import Image, ImageChops

from tests.golden.case import EXPECTED, GoldenCase, paint_case
from tests.golden.cases import all_cases

MOST_BYTES = 120_000
_PALETTE = 256


@click.command()
@click.argument("names", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All cases; pictures of none are deleted.")
def accept(names: tuple[str, ...], *, everything: bool) -> None:
    """Paint golden cases and keep their pictures as the expected ones. Look at each of them."""
    known = {case.name: case for case in all_cases()}
    unknown = [name for name in names if name not in known]
    if unknown or bool(names) == everything:
        listed = ", ".join(sorted(known))
        raise click.UsageError(f"Name cases, or --all. No case {unknown or ''}. Known: {listed}")
    EXPECTED.mkdir(exist_ok=True)
    for case in known.values() if everything else [known[name] for name in names]:
        _accept(case)
    if everything:
        _delete_orphans()


def orphans() -> list[str]:
    """Return the names of expected pictures that no case has."""
    wanted = {case.expected(page + 1) for case in all_cases() for page in range(case.pages)}
    return sorted(path.name for path in EXPECTED.glob("*.png") if path not in wanted)


def _delete_orphans() -> None:
    for name in orphans():
        (EXPECTED / name).unlink()
        click.echo(f"{name}: deleted, no case has it")


def _accept(case: GoldenCase) -> None:
    for number, picture in enumerate(paint_case(case), start=1):
        path = case.expected(number)
        if path.exists() and _same(picture, path):
            click.echo(f"{path.name}: the same as before")
            continue
        _lossless(picture).save(path, "PNG", optimize=True)
        size = path.stat().st_size
        heavy = f" (more than {MOST_BYTES} bytes: paint it smaller)" if size > MOST_BYTES else ""
        click.echo(f"{path}: {size} bytes{heavy}")


def _same(picture: Image.Image, path: object) -> bool:
    with Image.open(str(path)) as before:
        plain = before.convert("RGB")
    return plain.size == picture.size and ImageChops.difference(plain, picture).getbbox() is None


def _lossless(picture: Image.Image) -> Image.Image:
    """Return the picture with a palette where its colours all fit into one."""
    if picture.getcolors(_PALETTE) is None:
        return picture
    flat = picture.quantize(_PALETTE, dither=Image.Dither.NONE)
    exact = ImageChops.difference(flat.convert("RGB"), picture).getbbox() is None
    return flat if exact else picture


if __name__ == "__main__":
    accept()
