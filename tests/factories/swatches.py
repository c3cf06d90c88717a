"""Owns swatch files made for tests, byte by byte as Adobe's programs write them."""

import struct


def name_field(name: str) -> bytes:
    """Return a name with its length in front and a zero at its end."""
    return struct.pack(">H", len(name) + 1) + name.encode("utf-16-be") + b"\0\0"


def ase_block(kind: int, body: bytes) -> bytes:
    """Return one block."""
    return struct.pack(">HI", kind, len(body)) + body


def ase_colour(name: str, model: bytes, values: tuple[float, ...], use: int = 2) -> bytes:
    """Return the block of a colour; use 0 is global, 1 spot, 2 normal."""
    body = name_field(name) + model + struct.pack(f">{len(values)}f", *values)
    return ase_block(0x0001, body + struct.pack(">H", use))


def ase_file(*blocks: bytes) -> bytes:
    """Return a file of blocks."""
    return b"ASEF" + struct.pack(">HHI", 1, 0, len(blocks)) + b"".join(blocks)


def ase_group(name: str) -> bytes:
    """Return the block that begins a group."""
    return ase_block(0xC001, name_field(name))


GROUP_END = ase_block(0xC002, b"")

AcoColour = tuple[str, int, tuple[int, int, int, int]]


def aco_file(*colours: AcoColour, version: int = 2) -> bytes:
    """Return a file of colours; version 2 repeats them with names after those of version 1."""
    records = [(name, struct.pack(">5H", space, *words)) for name, space, words in colours]
    first = struct.pack(">HH", 1, len(records)) + b"".join(packed for _, packed in records)
    if version == 1:
        return first
    named = b"".join(packed + b"\0\0" + name_field(name) for name, packed in records)
    return first + struct.pack(">HH", 2, len(records)) + named
