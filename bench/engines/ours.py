"""The worker of our own typesetter: it sets from values."""

from dataclasses import replace

from bench.engines.serving import serve
from bench.typesetting import press_pdf, set_code, set_flyer
from brand_assets.typesetting.pdf_writer import Mode, PdfOptions, write_pdf
from brand_assets.typesetting.pixels import PixelOptions, render
from tests.factories.kit import demo_kit, demo_photos


class Ours:
    """Our typesetter."""

    def prepare(self, number: int) -> None:
        """Make the outline of the code: the others are given it, too."""
        set_code(number)

    def press(self, number: int) -> bytes:
        """Return the flyer as PDF/X-4."""
        return press_pdf(number)

    def preview(self, number: int, width: int) -> bytes:
        """Return the first page as a JPEG."""
        display = set_flyer(number).display
        first = replace(display, pages=display.pages[:1])
        options = PdfOptions(mode=Mode.SCREEN, pixels_per_pt=width / first.pages[0].width)
        pdf = write_pdf(first, demo_kit(), demo_photos()[0], options)
        return render(pdf, width_px=width, options=PixelOptions(quality=85, fast=True))


if __name__ == "__main__":
    serve(Ours())
