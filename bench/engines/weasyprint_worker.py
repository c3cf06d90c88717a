"""The worker of WeasyPrint: HTML with the sizes that our fit found, since it has none."""

import html
import io
import json
import re
import sys
from pathlib import Path
from typing import Any

import pypdfium2
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from bench.engines.serving import serve

_BOX = re.compile(r"(<div [^>]*?style=\")([^\"]*\"[^>]*>)[^<]*(</div>)")
_CODE = re.compile(r"(<path id=\"code\" d=\")[^\"]*")


class WeasyPrint:
    """WeasyPrint with its fonts loaded and its pictures cached."""

    def __init__(self, folder: Path) -> None:
        whole = (folder / "flyer-files.html").read_text(encoding="utf-8")
        style = re.search(r"<style>(.*?)</style>", whole, re.S)
        self._fonts = FontConfiguration()
        self._base = f"{folder.as_uri()}/"
        self._style = CSS(
            string=style[1] if style else "", font_config=self._fonts, base_url=self._base
        )
        self._html = re.sub(r"<style>.*?</style>", "", whole, flags=re.S)
        self._outlets = (folder / "outlets.jsonl").read_text(encoding="utf-8").splitlines()
        self._outlet: dict[str, Any] = {}
        self._cache: dict[str, Any] = {}

    def _filled(self, number: int, *, first_alone: bool) -> bytes:
        outlet = self._outlet
        texts = iter(zip(outlet["texts"], outlet["sizes"], strict=True))

        def fill(found: re.Match[str]) -> str:
            text, size = next(texts)
            return f"{found[1]}font-size:{size}pt;{found[2]}{html.escape(text)}{found[3]}"

        document = _CODE.sub(lambda found: found[1] + outlet["code"], self._html)
        document = _BOX.sub(fill, document)
        if first_alone:
            document = document.split("</section>")[0] + "</section>"
        page = HTML(string=document, base_url=self._base)
        written = page.write_pdf(
            stylesheets=[self._style], font_config=self._fonts, cache=self._cache
        )
        return bytes(written or b"")

    def prepare(self, number: int) -> None:
        """Read what stands in the ad of this outlet."""
        self._outlet = json.loads(self._outlets[number])

    def press(self, number: int) -> bytes:
        """Return the flyer as an RGB PDF."""
        return self._filled(number, first_alone=False)

    def preview(self, number: int, width: int) -> bytes:
        """Return the first page as a JPEG; WeasyPrint makes none itself."""
        return jpeg_of(self._filled(number, first_alone=True), width)


def jpeg_of(pdf: bytes, width: int) -> bytes:
    """Return the first page of a PDF as a JPEG."""
    document = pypdfium2.PdfDocument(pdf)
    page = document[0]
    picture = page.render(scale=width / page.get_width(), rev_byteorder=False).to_pil()
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=85, subsampling=2)
    document.close()
    return out.getvalue()


if __name__ == "__main__":
    serve(WeasyPrint(Path(sys.argv[1])))
