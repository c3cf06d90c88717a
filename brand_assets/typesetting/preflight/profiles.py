"""Owns what an ICC profile says of itself: class, colour space, version and description."""

import re
from dataclasses import dataclass

from brand_assets.design_facts import Bilingual

HEADER = 128
_COMPONENTS = {b"GRAY": 1, b"RGB ": 3, b"Lab ": 3, b"CMYK": 4}
_CLASSES = (b"scnr", b"mntr", b"prtr", b"spac")
_NEWEST = 4
_TAGS = 200

# What the widespread profiles are made for, by the words of their descriptions.
_CONDITIONS = (
    (re.compile(r"fogra\s*_?-?(\d\d)"), r"FOGRA\1"),
    (re.compile(r"iso ?coated ?v2"), "FOGRA39"),
    (re.compile(r"pso ?coated ?v3"), "FOGRA51"),
    (re.compile(r"pso ?uncoated ?v3"), "FOGRA52"),
    (re.compile(r"pso ?uncoated ?iso12647"), "FOGRA47"),
    (re.compile(r"iso ?uncoated(?! ?yellowish)"), "FOGRA29"),
    (re.compile(r"pso ?lwc ?improved"), "FOGRA45"),
    (re.compile(r"pso ?lwc ?standard"), "FOGRA46"),
    (re.compile(r"sc ?paper"), "FOGRA40"),
    (re.compile(r"newspaper ?26v(\d)|ifra\s*26"), "IFRA26"),
    (re.compile(r"web ?coated.*swop.*v2|cgats ?tr ?001"), "CGATS TR 001"),
    (re.compile(r"gracol ?2006|cgats ?tr ?006"), "CGATS TR 006"),
    (re.compile(r"gracol ?2013|cgats ?21-2-6|cgats21_crpc6"), "CGATS21_CRPC6"),
    (re.compile(r"japan ?color ?2011|jc201103"), "JC201103"),
    (re.compile(r"japan ?color ?2001|jc200103"), "JC200103"),
)


@dataclass(frozen=True, slots=True)
class Profile:
    """The head of a profile; `device` and `space` are the four letters of its header."""

    is_profile: bool
    device: bytes = b""
    space: bytes = b""
    version: int = 0
    description: str = ""

    def problem_for(self, components: int) -> Bilingual | None:
        """Return why it cannot stand for a space of so many components; None where it can."""
        if not self.is_profile:
            return Bilingual("es ist gar kein ICC-Profil", "it is no ICC profile at all")
        if self.version > _NEWEST:
            return Bilingual(
                f"seine Fassung {self.version} kennt PDF nicht",
                f"PDF does not know its version {self.version}",
            )
        if self.device not in _CLASSES:
            name = self.device.decode("latin-1").strip()
            return Bilingual(
                f"die Klasse „{name}“ ist hier nicht erlaubt", f"its class “{name}” is not allowed"
            )
        if _COMPONENTS.get(self.space) != components:
            name = self.space.decode("latin-1").strip()
            return Bilingual(
                f"es ist für {name}, die Datei nennt aber {components} Farbkanäle (N)",
                f"it is for {name}, but the file states {components} channels (N)",
            )
        return None


def read_profile(data: bytes) -> Profile:
    """Return what the header and the description of a profile say."""
    if len(data) < HEADER or data[36:40] != b"acsp":
        return Profile(is_profile=False)
    return Profile(
        is_profile=True,
        device=data[12:16],
        space=data[16:20],
        version=data[8],
        description=_description(data),
    )


def condition_of(words: str) -> str | None:
    """Return the printing condition that a name or a description speaks of; None if unclear."""
    plain = words.lower().replace("_", " ")
    for pattern, name in _CONDITIONS:
        found = pattern.search(plain)
        if found:
            return found.expand(name) if "\\" in name else name
    return None


def _description(data: bytes) -> str:
    count = min(int.from_bytes(data[128:132], "big"), _TAGS)
    for index in range(count):
        entry = data[132 + 12 * index :][:12]
        if entry[:4] == b"desc":
            start = int.from_bytes(entry[4:8], "big")
            return _text(data[start : start + min(int.from_bytes(entry[8:12], "big"), 4096)])
    return ""


def _text(tag: bytes) -> str:
    if tag[:4] == b"mluc":
        length = int.from_bytes(tag[20:24], "big")
        start = int.from_bytes(tag[24:28], "big")
        return tag[start : start + length].decode("utf-16-be", "replace")
    length = int.from_bytes(tag[8:12], "big")
    return tag[12 : 12 + length].rstrip(b"\0").decode("latin-1")
