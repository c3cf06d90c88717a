"""`portal typeset`: files in, a PDF or a picture out, and a clear word about what is wrong."""

import hashlib
import io
import json
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner, Result
from PIL import Image
from pypdfium2 import PdfDocument

from brand_assets.typesetting import ink as ink_of_pages
from brand_assets.typesetting.preflight import check_pdf
from brand_assets.typesetting.value_files import values_json
from portal.cli import main
from tests.factories.ads import ad_values
from tests.factories.drawings import FEATURES
from tests.factories.kit import BRAND, DEMO
from tests.factories.placed_pdf import supplied_pdf
from tests.golden.case import ad, frame

FLYER = DEMO / "templates" / "fruehling-flyer-a5.json"
POST = DEMO / "templates" / "fruehling-post-1080.json"


def _values(folder: Path, **changed: object) -> Path:
    stated = json.loads(values_json(ad_values("fruehling")))
    for key, name in (("bild.motiv", "Garden.jpg"), ("bild.lokal", "LadyBird.jpg")):
        stated[key] = {"kind": "photo", "file": str(BRAND / "photos" / name)}
    file = folder / "values.json"
    file.write_text(json.dumps(stated | changed))
    return file


def _typeset(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["typeset", *map(str, arguments), "--kit", str(BRAND)])


def test_a_press_pdf_with_spot_colour_passes_the_preflight(tmp_path: Path) -> None:
    out = tmp_path / "flyer.pdf"
    told = ("--order", "H-2027-00042", "--date", "10.05.2027")
    done = _typeset(FLYER, out, "--values", _values(tmp_path), "--spot", "--marks", *told)
    assert done.exit_code == 0, done.output
    assert [f.rule for f in check_pdf(out.read_bytes()) if f.severity == "blocks"] == []
    with pikepdf.open(out) as pdf:
        assert len(pdf.pages) == 2
        assert float(pdf.pages[0].mediabox[2]) > float(pdf.pages[0].trimbox[2])
    document = PdfDocument(out.read_bytes())
    assert "H-2027-00042" in document[1].get_textpage().get_text_range()
    document.close()


@pytest.mark.parametrize("name", ["post.jpg", "post.png", "post.webp", "post.avif"])
def test_a_picture_has_exactly_its_pixels_and_fits_its_budget(tmp_path: Path, name: str) -> None:
    out = tmp_path / name
    budget = ("--max-bytes", "120000") if not name.endswith("png") else ()
    values = ("--values", _values(tmp_path))
    done = _typeset(POST, out, *values, "--width", "720", *budget)
    assert done.exit_code == 0, done.output
    with Image.open(io.BytesIO(out.read_bytes())) as picture:
        assert picture.size == (720, 720)
    assert not budget or out.stat().st_size <= 120_000


def test_ink_of_printed_pages_is_a_figure_and_too_much_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "flyer.pdf"
    done = _typeset(FLYER, out, "--values", _values(tmp_path), "--facts")
    assert done.exit_code == 0, done.output
    inks = [page["ink"] for page in json.loads(done.stdout)]
    assert all(150 < ink["most"] < 300 for ink in inks)
    assert [ink["unmeasured"] for ink in inks] == [0, 0]
    monkeypatch.setattr(ink_of_pages, "TOLERANCE", -120.0)  # as if paper bore 180 percent
    done = _typeset(FLYER, out, "--values", _values(tmp_path), "--facts")
    assert done.exit_code == 1
    assert "% of ink, more than the profile bears" in done.stderr


def test_text_that_does_not_fit_is_named_and_written_all_the_same(tmp_path: Path) -> None:
    out = tmp_path / "post.jpg"
    values = _values(tmp_path, headline="Viel zu lang " * 30)
    done = _typeset(POST, out, "--values", values, "--facts")
    assert done.exit_code == 1
    assert "characters too many" in done.stderr
    assert json.loads(done.stdout)[0]["frames"]
    assert out.exists()


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ((FLYER, "flyer.gif"), "choose .pdf or .jpg"),
        ((FLYER, "flyer.jpg", "--page", "3"), "the document has 2 pages"),
        ((BRAND / "kit.json", "flyer.pdf"), "Extra inputs are not permitted"),
        ((FLYER, "flyer.pdf", "--values", FLYER), "state a text, or an object of a kind"),
    ],
)
def test_what_cannot_be_set_is_told(
    tmp_path: Path, arguments: tuple[str | Path, ...], problem: str
) -> None:
    document, out, *more = arguments
    done = _typeset(document, tmp_path / out, *more)
    assert done.exit_code == 2
    assert problem in done.output


def test_artwork_is_placed_from_files(tmp_path: Path) -> None:
    drawing, page, out = tmp_path / "ranke.svg", tmp_path / "siegel.pdf", tmp_path / "ad.pdf"
    drawing.write_text(FEATURES["linear-gradient"])
    page.write_bytes(supplied_pdf())
    hashes = [hashlib.sha256(file.read_bytes()).hexdigest() for file in (drawing, page)]
    document = tmp_path / "ad.json"
    frames = [
        frame("artwork", f"a{i}", (5 + 60 * i, 5, 50, 40), asset=one)
        for i, one in enumerate(hashes)
    ]
    document.write_text(json.dumps(ad(*frames)))
    done = _typeset(document, out, "--asset", drawing, "--asset", page, "--spot")
    assert done.exit_code == 0, done.output
    with pikepdf.open(out) as pdf:
        assert set(pdf.pages[0].resources.XObject.keys()) == {"/B0"}
        assert len(pdf.pages[0].resources.Shading) == 2
    missing = _typeset(document, out, "--asset", drawing)
    assert missing.exit_code == 2
    assert f"--asset: There is no picture with the hash {hashes[1]}. Add it" in missing.output
