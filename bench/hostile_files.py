"""Owns files that mean harm: bombs, lies, torn ones, polyglots and archives, made anew each time.

Each says what may come of it: it has to be refused, or it may be taken in when nothing of the
harm is left in what is kept (`MARK` stands for that harm).
"""

import io
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import pikepdf
from PIL import Image, ImageCms

from bench.hostile_parts import (
    MEBIBYTE,
    counting_exif,
    drawing,
    jpeg_with,
    lying_zip,
    many_chunks,
    many_scans,
    nested_uses,
    plain_pdf,
    png_of,
    png_with,
    resized_jpeg,
    ring_exif,
    sized_webp,
    tiff_header,
    tiff_many_tags,
    tiff_ring,
    with_sides,
    zip_of,
    zip_with_link,
)
from tests.factories.picture_files import psd
from tests.factories.pictures import a_jpeg, a_picture, phone_photo, png_bomb, saved

MARK = b"heimspiel-harm-7f3a"
PHONE = Path(__file__).parents[1] / "tests" / "data" / "pictures" / "phone.heic"


class Fate(StrEnum):
    """What has to become of a file."""

    REFUSED = "refused"
    HARMLESS = "harmless"


@dataclass(frozen=True, slots=True)
class HostileFile:
    """A file, the name it is sent under, and what has to become of it."""

    name: str
    data: bytes
    fate: Fate = Fate.REFUSED


def hostile_files() -> Iterator[HostileFile]:
    """Return all of them, one after the other."""
    for make in (_bombs, _heavy, _torn, _wrong, _drawings, _pdfs, _polyglots, _metadata, _shapes):
        yield from make()
    yield from _names()
    yield from _archives()


def _bombs() -> Iterator[HostileFile]:
    yield HostileFile("bomb-header.png", png_bomb())
    yield HostileFile("bomb-wide.png", png_bomb(2_000_000_000, 1))
    yield HostileFile("bomb-rows.png", png_of(20_000, 20_000, zlib.compress(bytes(20_001 * 200))))
    yield HostileFile("bomb.webp", sized_webp(16_383, 16_383))
    yield HostileFile("bomb.tif", tiff_header(200_000, 200_000))
    yield HostileFile("bomb-strip.tif", tiff_header(6_000, 6_000, counts=0xFFFFFF00))
    yield HostileFile("bomb.jpg", resized_jpeg(65_500, 65_500))
    yield HostileFile("bomb-tall.jpg", resized_jpeg(64, 65_500))
    small = saved(a_picture(), "AVIF")
    yield HostileFile("bomb.avif", with_sides(small, 60_000, 60_000))
    yield HostileFile("bomb-huge.avif", with_sides(small, 0x7FFFFFFF, 0x7FFFFFFF))
    yield HostileFile("bomb.heic", with_sides(PHONE.read_bytes(), 60_000, 60_000))
    yield HostileFile("bomb-huge.heic", with_sides(PHONE.read_bytes(), 0xFFFFFFFF, 0xFFFFFFFF))
    yield HostileFile(
        "bomb.psd",
        psd(a_picture())[:14] + struct.pack(">II", 30_000, 30_000) + psd(a_picture())[22:],
    )
    yield HostileFile(
        "bomb-resources.psd", psd(a_picture())[:30] + b"\xff\xff\xff\xf0" + bytes(400)
    )


def _heavy() -> Iterator[HostileFile]:
    """Within the limits of pixels, yet slow or large to decode."""
    yield HostileFile("scans.jpg", many_scans(), Fate.HARMLESS)
    yield HostileFile("chunks.png", many_chunks(), Fate.HARMLESS)
    yield HostileFile(
        "texts.png",
        png_with(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(200 * MEBIBYTE))),
        Fate.HARMLESS,
    )
    yield HostileFile("directory.tif", tiff_many_tags())
    yield HostileFile("ring.tif", tiff_ring(), Fate.HARMLESS)
    yield HostileFile(
        "frames.webp",
        saved(
            a_picture(),
            "WEBP",
            save_all=True,
            append_images=[a_picture().rotate(n) for n in range(60)],
        ),
        Fate.HARMLESS,
    )
    large = Image.effect_noise((7000, 5600), 90)
    yield HostileFile("noise.png", saved(large, "PNG", compress_level=1), Fate.HARMLESS)
    yield HostileFile(
        "noise.webp", saved(large.convert("RGB"), "WEBP", method=0, quality=50), Fate.HARMLESS
    )


def _torn() -> Iterator[HostileFile]:
    whole = {
        "jpg": a_jpeg(900, 700),
        "png": saved(a_picture(900, 700), "PNG"),
        "webp": saved(a_picture(900, 700), "WEBP"),
        "tif": saved(a_picture(900, 700), "TIFF", compression="tiff_lzw"),
        "avif": saved(a_picture(900, 700), "AVIF"),
        "heic": PHONE.read_bytes(),
        "psd": psd(a_picture()),
        "pdf": plain_pdf(),
        "svg": drawing("<path d='M0 0h9v9z'/>"),
    }
    for kind, data in whole.items():
        yield HostileFile(
            f"half.{kind}", data[: len(data) // 2], Fate.HARMLESS if kind == "pdf" else Fate.REFUSED
        )
        yield HostileFile(f"head.{kind}", data[:16])
        middle = len(data) // 2
        yield HostileFile(
            f"holed.{kind}", data[:middle] + bytes(64) + data[middle + 64 :], Fate.HARMLESS
        )
        yield HostileFile(f"noisy.{kind}", data[:64] + bytes(range(256)) * 64)
    yield HostileFile("empty.jpg", b"")
    yield HostileFile("byte.jpg", b"\xff")


def _wrong() -> Iterator[HostileFile]:
    yield HostileFile("page.jpg", b"<!doctype html><script>" + MARK + b"</script>")
    yield HostileFile("program.png", b"\x7fELF" + bytes(400))
    yield HostileFile("windows.jpg", b"MZ" + bytes(400))
    yield HostileFile("letter.jpg", b"Liebe Redaktion, anbei das Foto.")
    yield HostileFile("film.heic", b"\0\0\0\x18ftypmp42\0\0\0\0isommp42" + bytes(400))
    yield HostileFile("pixels.gif", saved(a_picture(), "GIF"))
    yield HostileFile("pixels.bmp", saved(a_picture(), "BMP"))
    yield HostileFile("zeros.tif", bytes(5000))
    yield HostileFile("png-as.jpg", saved(a_picture(), "PNG"), Fate.HARMLESS)
    yield HostileFile("script.php", b"<?php system($_GET['c']); ?>")
    yield HostileFile("too-large.tif", b"II*\0" + bytes(70 * MEBIBYTE))


def _drawings() -> Iterator[HostileFile]:
    mark = MARK.decode()
    bodies = {
        "script": f"<script>{mark}</script>",
        "handler": f"<rect width='9' height='9' onload='{mark}'/>",
        "foreign": f"<foreignObject width='9' height='9'><body xmlns='http://www.w3.org/1999/xhtml'>{mark}</body></foreignObject>",
        "link": f"<a href='javascript:{mark}'><rect width='9' height='9'/></a>",
        "outside": f"<image href='http://127.0.0.1/{mark}.png' width='9' height='9'/>",
        "file": f"<image href='file:///etc/passwd?{mark}' width='9' height='9'/>",
        "style": f"<style>@import url(http://127.0.0.1/{mark});</style>",
        "use": "<g id='a'><use href='#a'/></g>",
        "deep": "<g>" * 20_000 + "</g>" * 20_000,
        "many": "<rect width='9' height='9'/>" * 300_000,
        "filter": "<filter id='f'><feGaussianBlur stdDeviation='9999'/></filter>"
        "<rect width='9' height='9' filter='url(#f)'/>",
        "numbers": "<path d='M0 0L1e308 1e308 -1e308 9z'/>",
    }
    for name, body in bodies.items():
        yield HostileFile(f"{name}.svg", drawing(body), Fate.HARMLESS)
    laughs = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 9))
    yield HostileFile(
        "laughs.svg",
        f"<!DOCTYPE svg [<!ENTITY l0 'ha'>{laughs}]>".encode() + drawing("<text>&l8;</text>"),
    )
    outside = f"<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd?{mark}'>]>"
    yield HostileFile("entity.svg", outside.encode() + drawing("<text>&x;</text>"))
    yield HostileFile("nested-uses.svg", drawing(nested_uses()))


def _pdfs() -> Iterator[HostileFile]:
    def changed(
        change: Callable[[pikepdf.Pdf], None], encryption: pikepdf.Encryption | None = None
    ) -> bytes:
        with pikepdf.open(io.BytesIO(plain_pdf())) as pdf:
            change(pdf)
            out = io.BytesIO()
            pdf.save(out, compress_streams=True, encryption=encryption)
            return out.getvalue()

    def script(pdf: pikepdf.Pdf) -> None:
        action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=MARK.decode())
        pdf.Root.OpenAction = pdf.make_indirect(action)

    def huge(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.MediaBox = pikepdf.Array([0, 0, 10**9, 10**9])

    def flood(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Contents = pdf.make_stream(b"0 0 9 9 re f\n" * 6_000_000)

    def embedded(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["a.exe"] = pikepdf.AttachedFileSpec(
            pdf, MARK, description="", filename="a.exe", mime_type="", creation_date="", mod_date=""
        )

    def ring(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Pages.Kids = pikepdf.Array([pdf.Root.Pages])

    yield HostileFile("script.pdf", changed(script), Fate.HARMLESS)
    yield HostileFile("attached.pdf", changed(embedded), Fate.HARMLESS)
    yield HostileFile("huge-page.pdf", changed(huge), Fate.HARMLESS)
    yield HostileFile("flood.pdf", changed(flood), Fate.HARMLESS)
    yield HostileFile("ring.pdf", changed(ring), Fate.HARMLESS)
    locked = pikepdf.Encryption(owner="a", user="b")
    yield HostileFile("locked.pdf", changed(lambda _: None, encryption=locked))
    yield HostileFile("picture-bomb.pdf", changed(_picture_bomb), Fate.HARMLESS)


def _picture_bomb(pdf: pikepdf.Pdf) -> None:
    """Put a picture on the page that promises four gigapixels."""
    bomb = pdf.make_stream(zlib.compress(bytes(64 * MEBIBYTE)))
    bomb.Type, bomb.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    bomb.Width = bomb.Height = 65_000
    bomb.BitsPerComponent, bomb.ColorSpace = 8, pikepdf.Name.DeviceRGB
    bomb.Filter = pikepdf.Name.FlateDecode
    page = pdf.pages[0].obj
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(B=bomb))
    page.Contents = pdf.make_stream(b"q 90 0 0 90 0 0 cm /B Do Q")


def _polyglots() -> Iterator[HostileFile]:
    archive = zip_of([("a.txt", MARK)])
    page = b"<html><script>" + MARK + b"</script></html>"
    yield HostileFile("gifar.gif", saved(a_picture(), "GIF") + archive)
    yield HostileFile("tail.jpg", a_jpeg() + page, Fate.HARMLESS)
    yield HostileFile("tail-zip.jpg", a_jpeg() + archive, Fate.HARMLESS)
    yield HostileFile("comment.jpg", a_jpeg(comment=page), Fate.HARMLESS)
    yield HostileFile("tail.png", saved(a_picture(), "PNG") + page, Fate.HARMLESS)
    yield HostileFile("tail.webp", saved(a_picture(), "WEBP") + page, Fate.HARMLESS)
    yield HostileFile("text.png", png_with(b"tEXt", b"Comment\0" + page), Fate.HARMLESS)
    yield HostileFile("tail.pdf", plain_pdf() + archive, Fate.HARMLESS)
    yield HostileFile("head.pdf", page + plain_pdf(), Fate.HARMLESS)
    yield HostileFile("tail.heic", PHONE.read_bytes() + page, Fate.HARMLESS)
    yield HostileFile("tail.psd", psd(a_picture()) + page, Fate.HARMLESS)


def _metadata() -> Iterator[HostileFile]:
    fine = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    yield HostileFile(
        "profile-huge.jpg", a_jpeg(icc_profile=fine + bytes(15 * MEBIBYTE)), Fate.HARMLESS
    )
    yield HostileFile(
        "profile-lie.jpg", a_jpeg(icc_profile=b"\xff\xff\xff\xff" + fine[4:]), Fate.HARMLESS
    )
    yield HostileFile(
        "profile-noise.png",
        saved(a_picture(), "PNG", icc_profile=bytes(range(256)) * 99),
        Fate.HARMLESS,
    )
    packed = zlib.compress(bytes(300 * MEBIBYTE))
    yield HostileFile("profile-bomb.png", png_with(b"iCCP", b"a\0\0" + packed), Fate.HARMLESS)
    exif = b"Exif\0\0MM\0*" + bytes(64_000)
    yield HostileFile("exif-many.jpg", jpeg_with((0xE1, exif), times=150), Fate.HARMLESS)
    yield HostileFile("exif-ring.jpg", jpeg_with((0xE1, ring_exif())), Fate.HARMLESS)
    yield HostileFile("exif-counts.jpg", jpeg_with((0xE1, counting_exif())), Fate.HARMLESS)
    xmp = b"http://ns.adobe.com/xap/1.0/\0"
    laughs = b'<!DOCTYPE a [<!ENTITY b "' + MARK * 9 + b'"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>'
    yield HostileFile("xmp-laughs.jpg", jpeg_with((0xE1, xmp + laughs)), Fate.HARMLESS)
    yield HostileFile("xmp-deep.jpg", jpeg_with((0xE1, xmp + b"<a>" * 20_000)), Fate.HARMLESS)
    yield HostileFile(
        "xmp-huge.png",
        png_with(b"iTXt", b"XML:com.adobe.xmp" + bytes(5) + b"<a>" + b" " * 30 * MEBIBYTE),
        Fate.HARMLESS,
    )
    broken = b"Photoshop 3.0\x008BIM\x04\x04\0\0\xff\xff\xff\xff\x1c\x02\x78\xff\xff"
    yield HostileFile("iptc-lie.jpg", jpeg_with((0xED, broken)), Fate.HARMLESS)
    yield HostileFile(
        "iptc-noise.jpg",
        jpeg_with((0xED, b"Photoshop 3.0\x00" + bytes(range(256)) * 200)),
        Fate.HARMLESS,
    )
    words = "\u202egpj.exe\r\n<script>\0" + "ü" * 5000
    exif_words = Image.Exif()
    exif_words[0x9C9B] = words.encode("utf-16-le")
    yield HostileFile("title-long.jpg", a_jpeg(exif=exif_words.tobytes()), Fate.HARMLESS)
    yield HostileFile("phone.jpg", phone_photo(), Fate.HARMLESS)


def _shapes() -> Iterator[HostileFile]:
    yield HostileFile("line.png", png_of(60_000, 1, zlib.compress(bytes(180_001))))
    yield HostileFile("stripe.png", saved(a_picture(9_000, 70), "PNG"))
    yield HostileFile("pillar.jpg", a_jpeg(70, 9_000))
    yield HostileFile("dot.png", saved(a_picture(1, 1), "PNG"))
    yield HostileFile("no-sides.png", png_of(0, 0, zlib.compress(b"")))


def _names() -> Iterator[HostileFile]:
    """Sound pictures under names that mean harm; each differs, so that none was here before."""
    names = (
        "../../../etc/cron.d/harm.jpg",
        "C:\\Windows\\harm.jpg",
        "a" * 4000 + ".jpg",
        "\u202egpj.exe",
        "'; DROP TABLE asset; --.jpg",
        "<img src=x onerror=alert(1)>.jpg",
        ".htaccess",
        "%00%0d%0a.jpg",
    )
    for number, name in enumerate(names):
        yield HostileFile(name, a_jpeg(300 + number, 200), Fate.HARMLESS)


def _archives() -> Iterator[HostileFile]:
    sound = a_jpeg(310, 210)
    yield HostileFile(
        "climbs.zip", zip_of([("../../harm.jpg", sound), ("/etc/harm.jpg", sound)]), Fate.HARMLESS
    )
    yield HostileFile("link.zip", zip_with_link(), Fate.HARMLESS)
    yield HostileFile("ten-thousand.zip", zip_of([(f"{n}.jpg", b"") for n in range(10_000)]))
    yield HostileFile(
        "nested.zip",
        zip_of([("in.zip", zip_of([("in.zip", zip_of([("a.jpg", sound)]))]))]),
        Fate.HARMLESS,
    )
    yield HostileFile("bomb.zip", zip_of([("a.jpg", bytes(400 * MEBIBYTE))]), Fate.HARMLESS)
    yield HostileFile(
        "bombs.zip", zip_of([(f"{n}.png", png_bomb()) for n in range(40)]), Fate.HARMLESS
    )
    yield HostileFile("lies.zip", lying_zip(), Fate.HARMLESS)
    yield HostileFile("half.zip", zip_of([("a.jpg", sound)])[:-30])
    yield HostileFile("empty.zip", zip_of([]))
    yield HostileFile(
        "office.docx",
        zip_of([("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")]),
        Fate.HARMLESS,
    )
    yield HostileFile(
        "same.zip", zip_of([("a.jpg", sound), ("a.jpg", sound), ("A.JPG", sound)]), Fate.HARMLESS
    )
