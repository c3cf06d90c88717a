"""Owns small picture files for tests: sound, private, and hostile ones."""

import io
import struct
import zlib

from PIL import Image, ImageDraw


def a_picture(width: int = 400, height: int = 300, mode: str = "RGB") -> Image.Image:
    """Return a picture whose left upper quarter is bright and whose rest is dark."""
    picture = Image.new("RGB", (width, height), (20, 60, 30))
    ImageDraw.Draw(picture).rectangle((0, 0, width // 2, height // 2), fill=(240, 220, 40))
    return picture.convert(mode)


def saved(picture: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    """Return a picture as the bytes of a file."""
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def a_jpeg(width: int = 400, height: int = 300, **options: object) -> bytes:
    """Return a JPEG file."""
    return saved(a_picture(width, height), "JPEG", **options)


def phone_photo(width: int = 400, height: int = 300, orientation: int = 6) -> bytes:
    """Return a JPEG as a phone makes it: held upright, with the place and the phone in it."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x0110] = "Phone of Erika Mustermann"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (53.0, 29.0, 12.5)
    return a_jpeg(width, height, exif=exif, comment=b"private comment")


def png_bomb(width: int = 40_000, height: int = 40_000) -> bytes:
    """Return a PNG whose header promises far more pixels than its few bytes hold."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    content = zlib.compress(bytes(1000))
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", content)
        + _chunk(b"IEND", b"")
    )


def _chunk(name: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", checksum)


def hostile_files() -> dict[str, bytes]:
    """Return files that must be refused with a sentence, by a name that says what they are."""
    jpeg, png = a_jpeg(), saved(a_picture(), "PNG")
    return {
        "empty": b"",
        "text": b"Liebe Redaktion, anbei das Foto.",
        "script-svg-as-jpg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        "html-as-jpg": b"<!doctype html><script>alert(1)</script>",
        "pdf-as-jpg": b"%PDF-1.7\n1 0 obj\n",
        "executable": b"\x7fELF" + bytes(200),
        "zip": b"PK\x03\x04" + bytes(200),
        "gif": saved(a_picture(), "GIF"),
        "bmp": saved(a_picture(), "BMP"),
        "jpeg-magic-alone": b"\xff\xd8\xff",
        "jpeg-half": jpeg[: len(jpeg) // 2],
        "jpeg-header-alone": jpeg[:200],
        "jpeg-noise": jpeg[:20] + bytes(range(256)) * 20,
        "png-half": png[: len(png) // 2],
        "png-noise": png[:64] + bytes(range(256)) * 20,
        "png-hole": png[: len(png) // 2] + bytes(8) + png[len(png) // 2 + 8 :],
        "png-bomb": png_bomb(),
        "png-stripe": saved(a_picture(4000, 70), "PNG"),
        "png-wide-header": png_bomb(2_000_000_000, 1),
        "png-tiny": saved(a_picture(20, 20), "PNG"),
        "tiff-huge-header": b"II*\x00" + struct.pack("<I", 0xFFFFFFF0) + bytes(64),
        "tiff-loop": b"II*\x00\x08\x00\x00\x00\x00\x00\x08\x00\x00\x00" + bytes(64),
        "webp-lie": b"RIFF\xff\xff\xff\xffWEBPVP8 " + bytes(64),
    }
