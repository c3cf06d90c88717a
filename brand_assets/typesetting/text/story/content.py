"""Owns what a story says: its blocks written out as paragraphs, with the fields' own lines."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from brand_assets.typesetting.frames import FromField, TextPart
from brand_assets.typesetting.frames.story import ListBlock, Look, Marks, ParagraphBlock, StoryFrame
from brand_assets.typesetting.scene import Scene
from brand_assets.typesetting.text.formatting import is_empty, polish, write, write_price
from brand_assets.typesetting.text.runs import Run, Typography, text_runs
from brand_assets.typesetting.values import RowsValue, TextValue

MAX_FIELD_CHARS = 8_000
MAX_STORY_CHARS = 16_000
MAX_PARAGRAPHS = 600
_PARAGRAPH_END = "\u2029"
_BLANK_LINE = re.compile(r"[ \t]*\n(?:[ \t]*\n)+")
_LINE_FEED = re.compile(r"[ \t]*\n[ \t\n]*")
_BLANKS = re.compile(r"[\t\n\u2029]")
_Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """Where a paragraph stands in a list: its marks, its number from 0, and whether it is inside.

    A further paragraph of an item has no number.
    """

    marks: Marks
    number: int | None
    outer: Marks | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph as runs, with its look; blocks and items begin and end with spaces of theirs."""

    look: Look
    runs: _Runs
    item: Item | None = None
    space_before: float = 0.0
    space_after: float = 0.0

    @property
    def length(self) -> int:
        """How many characters it has."""
        return sum(len(run.text) for run in self.runs)


@dataclass(frozen=True, slots=True)
class Content:
    """The paragraphs of a story, and how many characters are too many to be set at all."""

    texts: tuple[Text, ...]
    left_out: int = 0


class _Writer:
    """Writes out blocks in one scene, and counts what the limits leave out."""

    def __init__(self, frame: StoryFrame, scene: Scene) -> None:
        self._scene = scene
        self._looks = {look.key: look for look in frame.looks}
        self._typographies: dict[str, Typography] = {}
        self.left_out = 0

    def block(self, block: ParagraphBlock | ListBlock) -> list[Text]:
        """Return the paragraphs of a block that have text."""
        values = self._scene.values
        if block.only_with is not None and is_empty(values.get(block.only_with)):
            return []
        look = self._looks[block.look]
        if isinstance(block, ParagraphBlock):
            return list(self._in_block(block, look))
        texts = list(self._list(block, look))
        if texts:
            texts[0] = replace(texts[0], space_before=look.space_before)
            texts[-1] = replace(texts[-1], space_after=look.space_after)
        return texts

    def _in_block(self, block: ParagraphBlock, look: Look) -> Iterator[Text]:
        first = self._looks[block.first_look] if block.first_look else look
        paragraphs = self._paragraphs(block.parts, look)
        if first is not look and paragraphs:
            # The same text again, in its own look; what is too much was counted already.
            left_out = self.left_out
            paragraphs[0] = self._paragraphs(block.parts, first)[0]
            self.left_out = left_out
        for index, runs in enumerate(paragraphs):
            own = look if index else first
            yield Text(own, runs, None, own.space_before, own.space_after)

    def _list(self, block: ListBlock, look: Look) -> Iterator[Text]:
        written = (
            self._from_items(block, look) if block.field is None else self._from_field(block, look)
        )
        inner_look = self._looks[block.inner_look] if block.inner_look else look
        number = inner_number = 0
        for inside, paragraphs in written:
            marks = block.inner if inside and block.inner else block.marks
            outer = block.marks if inside else None
            for index, runs in enumerate(paragraphs):
                count = (inner_number if inside else number) if index == 0 else None
                before = block.item_space if index == 0 and number + inner_number else 0.0
                yield Text(inner_look if inside else look, runs, Item(marks, count, outer), before)
            if paragraphs:
                number, inner_number = (number, inner_number + 1) if inside else (number + 1, 0)

    def _from_items(self, block: ListBlock, look: Look) -> Iterator[tuple[bool, list[_Runs]]]:
        inner_look = self._looks[block.inner_look] if block.inner_look else look
        for item in block.items:
            yield False, self._paragraphs(item.parts, look)
            for inner in item.items:
                yield True, self._paragraphs(inner.parts, inner_look)

    def _from_field(self, block: ListBlock, look: Look) -> Iterator[tuple[bool, list[_Runs]]]:
        value = self._scene.values.get(block.field) if block.field else None
        if value is None or is_empty(value):
            return
        text = self._limited(write(value, self._scene.language))
        inner_look = self._looks[block.inner_look] if block.inner_look else look
        for line in text.split("\n"):
            inside = block.inner is not None and line[:1] in (" ", "\t")
            run = self._typography(inner_look if inside else look).run(line.strip())
            if run.text.strip():
                yield inside, [(run,)]

    def _paragraphs(self, parts: Iterable[TextPart], look: Look) -> list[_Runs]:
        """Return the paragraphs that parts make together, each as runs."""
        paragraphs: list[list[Run]] = [[]]
        for part in parts:
            for run in self._runs(part, look):
                first, *further = run.text.split(_PARAGRAPH_END)
                paragraphs[-1].append(replace(run, text=first))
                paragraphs += [[replace(run, text=text)] for text in further]
        stripped = (_stripped(runs) for runs in paragraphs)
        return [runs for runs in stripped if any(run.text.strip() for run in runs)]

    def _runs(self, part: TextPart, look: Look) -> Iterator[Run]:
        typography = self._typography(look)
        value = self._scene.values.get(part.field) if isinstance(part, FromField) else None
        if isinstance(part, FromField) and isinstance(value, RowsValue):
            offers = _offers(value, typography.language, with_unit_price=part.form == "unit_price")
            yield typography.part(self._limited(offers), part)
            return
        for run in text_runs((part,), self._scene.values, typography):
            text = self._limited(run.text) if value is not None else run.text
            ends = _LINE_FEED if isinstance(value, TextValue) else _BLANK_LINE
            yield replace(run, text=ends.sub(_PARAGRAPH_END, text))

    def _limited(self, text: str) -> str:
        self.left_out += max(0, len(text) - MAX_FIELD_CHARS)
        return text[:MAX_FIELD_CHARS]

    def _typography(self, look: Look) -> Typography:
        if look.key not in self._typographies:
            scene = self._scene
            style = scene.style(look.style)
            typography = Typography(scene.kit, style, scene.language, look.tracking)
            self._typographies[look.key] = typography
        return self._typographies[look.key]


def _offers(value: RowsValue, language: str, *, with_unit_price: bool) -> str:
    """Return offers as paragraphs: name and size, the unit price if asked for, and the price."""
    written = []
    for row in value.rows:
        goods = ", ".join(word for word in (row.name.strip(), row.size.strip()) if word)
        cells = [polish(goods, language), write_price(row.price, language)]
        if with_unit_price:
            cells.insert(1, polish(row.unit_price, language))
        written.append("\t".join(_BLANKS.sub(" ", cell) for cell in cells))
    return _PARAGRAPH_END.join(written)


def content(frame: StoryFrame, scene: Scene) -> Content:
    """Return the paragraphs of a story that have text; what is beyond its limits is counted."""
    writer = _Writer(frame, scene)
    texts: list[Text] = []
    room, left_out = MAX_STORY_CHARS, 0
    for block in frame.blocks:
        for text in writer.block(block):
            length = text.length
            kept = _cut(text, room) if len(texts) < MAX_PARAGRAPHS else None
            if kept is not None:
                texts.append(kept)
            room -= kept.length if kept else 0
            left_out += length - (kept.length if kept else 0)
    return Content(tuple(texts), left_out + writer.left_out)


def _cut(text: Text, room: int) -> Text | None:
    """Return a paragraph with as much as there is room for."""
    if text.length <= room:
        return text
    runs: list[Run] = []
    for run in text.runs:
        runs.append(replace(run, text=run.text[:room]))
        room -= len(runs[-1].text)
    kept = tuple(run for run in runs if run.text)
    return replace(text, runs=kept) if kept else None


def _stripped(runs: list[Run]) -> _Runs:
    """Return runs without spaces at the ends of their paragraph; tabs stay."""
    kept = [run for run in runs if run.text]
    while kept and not kept[0].text.lstrip(" \n"):
        del kept[0]
    while kept and not kept[-1].text.rstrip(" \n"):
        del kept[-1]
    if kept:
        kept[0] = replace(kept[0], text=kept[0].text.lstrip(" \n"))
        kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip(" \n"))
    return tuple(kept)
