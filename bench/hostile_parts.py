"""Owns the making of broken and lying files, byte by byte."""

import io
import stat
import struct
import zipfile
import zlib

import pikepdf

from tests.factories.pictures import a_jpeg, a_picture, saved

MEBIBYTE = 1024 * 1024
SVG = "http://www.w3.org/2000/svg"


def drawing(body: str) -> bytes:
    """Return a drawing with this inside."""
    return f"<svg xmlns='{SVG}' viewBox='0 0 90 60'>{body}</svg>".encode()


def plain_pdf() -> bytes:
    """Return a PDF of one page with a rectangle."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(200, 120))
        page.Contents = pdf.make_stream(b"0 0 1 rg 9 9 90 60 re f")
        out = io.BytesIO()
        pdf.save(out, static_id=True)
        return out.getvalue()


def png_chunk(name: bytes, content: bytes) -> bytes:
    """Return a part of a PNG with its checksum."""
    return (
        struct.pack(">I", len(content))
        + name
        + content
        + struct.pack(">I", zlib.crc32(name + content))
    )


def png_of(width: int, height: int, packed: bytes) -> bytes:
    """Return a PNG that promises these sides."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = (png_chunk(b"IHDR", head), png_chunk(b"IDAT", packed), png_chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def png_with(name: bytes, content: bytes) -> bytes:
    """Return a sound PNG with one more part."""
    data = saved(a_picture(), "PNG")
    return data[:33] + png_chunk(name, content) + data[33:]


def many_chunks() -> bytes:
    """Return a PNG of hundreds of thousands of parts."""
    data = saved(a_picture(), "PNG")
    return data[:33] + png_chunk(b"tEXt", b"a\0b") * 400_000 + data[33:]


def sized_webp(width: int, height: int) -> bytes:
    """Return a WebP that promises these sides."""
    data = bytearray(saved(a_picture(), "WEBP"))
    at = data.index(b"\x9d\x01\x2a") + 3
    data[at : at + 4] = struct.pack("<HH", width, height)
    return bytes(data)


def tiff_header(width: int, height: int, counts: int = 100) -> bytes:
    """Return a TIFF that promises these sides and so many bytes."""
    tags = [(256, width), (257, height), (258, 8), (259, 1), (262, 1), (273, 8), (277, 1)]
    tags += [(278, height), (279, counts)]
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries + bytes(4) + bytes(200)


def tiff_many_tags() -> bytes:
    """Return a TIFF whose tags promise a megabyte each."""
    entries = b"".join(struct.pack("<HHII", 40_000 + n % 9, 2, 1_000_000, 8) for n in range(65_000))
    return b"II*\0" + struct.pack("<IH", 8, 65_000) + entries + bytes(4)


def tiff_ring() -> bytes:
    """Return a TIFF whose next page is its first one again."""
    data = bytearray(saved(a_picture(), "TIFF"))
    first = struct.unpack_from("<I", data, 4)[0]
    count = struct.unpack_from("<H", data, first)[0]
    struct.pack_into("<I", data, first + 2 + 12 * count, first)
    return bytes(data)


def resized_jpeg(width: int, height: int) -> bytes:
    """Return a JPEG that promises these sides."""
    data = bytearray(a_jpeg())
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(data)


def many_scans() -> bytes:
    """Return a progressive JPEG that repeats its last refinement over and over."""
    data = saved(a_picture(5000, 4000), "JPEG", progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * 400 + data[-2:]


def with_sides(data: bytes, width: int, height: int) -> bytes:
    """Return an AVIF or HEIC whose every picture promises these sides."""
    changed, at = bytearray(data), 0
    while (at := changed.find(b"ispe", at)) >= 0:
        struct.pack_into(">II", changed, at + 8, width, height)
        at += 4
    return bytes(changed)


def jpeg_with(segment: tuple[int, bytes], times: int = 1) -> bytes:
    """Return a sound JPEG with one more segment, so many times."""
    marker, content = segment
    data = a_jpeg()
    made = bytes((0xFF, marker)) + struct.pack(">H", len(content) + 2) + content
    return data[:2] + made * times + data[2:]


def ring_exif() -> bytes:
    """Return Exif whose table of the camera is the table it stands in."""
    return (
        b"Exif\0\0MM\0*"
        + struct.pack(">IH", 8, 1)
        + struct.pack(">HHII", 0x8769, 4, 1, 8)
        + bytes(4)
    )


def counting_exif() -> bytes:
    """Return Exif of thousands of texts that promise gigabytes."""
    entries = b"".join(struct.pack(">HHII", 270 + n, 2, 0xFFFFFFF0, 8) for n in range(3000))
    return b"Exif\0\0MM\0*" + struct.pack(">IH", 8, 3000) + entries + bytes(4)


def zip_of(entries: list[tuple[str, bytes]]) -> bytes:
    """Return an archive of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in entries:
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def zip_with_link() -> bytes:
    """Return an archive with a link out of it, and a picture."""
    out = io.BytesIO()
    link = zipfile.ZipInfo("passwd.jpg")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(link, "/etc/passwd")
        archive.writestr("fine.jpg", a_jpeg(311, 211))
    return out.getvalue()


def lying_zip() -> bytes:
    """Return an archive that says of an entry that it is small, where it is large."""
    data = bytearray(zip_of([("a.jpg", bytes(64 * MEBIBYTE))]))
    for mark, size_at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", data, data.index(mark) + size_at, 1000)
    return bytes(data)


def nested_uses() -> str:
    """Return groups that repeat a shape a thousand million times."""
    rows = ["<rect id='u0' width='9' height='9'/>"]
    rows += [f"<g id='u{n}'>" + f"<use href='#u{n - 1}'/>" * 10 + "</g>" for n in range(1, 10)]
    return "".join(rows)
