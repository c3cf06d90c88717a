"""Owns the setting of a document: frames in order, groups aligned, display list and facts."""

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain

from brand_assets.design_facts import (
    Bilingual,
    Box,
    FrameFacts,
    FrameKind,
    KitValues,
    LineFacts,
    PageFacts,
    TextFacts,
)
from brand_assets.typesetting.beneath import with_ground, with_intruders
from brand_assets.typesetting.bleeding import bleed_gaps
from brand_assets.typesetting.codes.placing import set_code
from brand_assets.typesetting.codes.surroundings import with_surroundings
from brand_assets.typesetting.display_list import DisplayList, PageList
from brand_assets.typesetting.document import AdDocument, Page
from brand_assets.typesetting.frames import (
    AnyFrame,
    ArtworkFrame,
    BarcodeFrame,
    CalloutFrame,
    LogoFrame,
    PathFrame,
    PhotoFrame,
    PriceFrame,
    QrFrame,
    RectFrame,
    StoryFrame,
    TableFrame,
    TextFrame,
    fields_of,
)
from brand_assets.typesetting.later import Later
from brand_assets.typesetting.pictures.logos import set_logo
from brand_assets.typesetting.pictures.photos import PhotoSource
from brand_assets.typesetting.pictures.placed_artwork import set_artwork
from brand_assets.typesetting.pictures.placed_photos import set_photo
from brand_assets.typesetting.recent import Recent
from brand_assets.typesetting.scene import POINTS, Layer, Scene, SetFrame, box_of
from brand_assets.typesetting.shapes.callouts import set_callout
from brand_assets.typesetting.shapes.flat import set_shape
from brand_assets.typesetting.text.formatting import is_empty
from brand_assets.typesetting.text.story.story_frames import set_story
from brand_assets.typesetting.text.tables import set_table
from brand_assets.typesetting.text.text_frames import Prepared, align_group, draw_text, prepare
from brand_assets.typesetting.text.volume import refuse_too_much
from brand_assets.typesetting.values import FieldValue, FieldValues, shown_photo

_KEPT = 512
_CODES_KEPT = 32
_CODES = frozenset({"qr", "barcode"})
# While one field is typed, or in a batch, most frames are the same each time: what was made of
# them stays, and with it everything that later steps made of that.
_texts_prepared: Recent[Prepared | None] = Recent(_KEPT)
_surfaces_set: Recent[SetFrame] = Recent(_KEPT)
# A code has more outlines than all other frames of a page, and each ad has its own.
_codes_set: Recent[SetFrame] = Recent(_CODES_KEPT)
_fields_shown: Recent[tuple[str, ...]] = Recent(_KEPT)
_grounds_found: Recent[TextFacts] = Recent(_KEPT)
_facts_found: Recent[FrameFacts] = Recent(_KEPT)


@dataclass(frozen=True, slots=True)
class Drawn:
    """All pages of a document, and how many items each of their frames draws."""

    display: DisplayList
    counts: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class SetDocument:
    """A document as it came out: what was measured of each page, and what to draw.

    It is drawn when somebody first looks at it: most ads are only checked.
    """

    facts: tuple[PageFacts, ...]
    drawn: Later[Drawn]

    @property
    def display(self) -> DisplayList:
        """What to draw."""
        return self.drawn.get().display

    @property
    def drawn_by(self) -> tuple[tuple[int, ...], ...]:
        """For each page how many items each of its frames draws, in the order of both."""
        return self.drawn.get().counts


def set_document(
    document: AdDocument,
    values: FieldValues,
    kit: KitValues,
    photos: PhotoSource,
    language: str = "de",
) -> SetDocument:
    """Set a document with its values; raises SettingError where kit and document do not match.

    Text that does not fit and photos that are too small are facts, not errors.
    """
    refuse_too_much(document, values)
    scene = Scene(document, kit, values, photos, language)
    pages = [_set_page(scene, number) for number in range(len(document.pages))]
    frames = [set_frames for set_frames, _ in pages]
    return SetDocument(
        tuple(facts for _, facts in pages), Later(lambda: _drawn(document, language, frames))
    )


def _drawn(document: AdDocument, language: str, pages: list[list[SetFrame]]) -> Drawn:
    items = [[one.drawing() for one in frames] for frames in pages]
    points = POINTS[document.unit]
    sheets = [
        PageList(
            width=document.width * points,
            height=document.height * points,
            bleed=document.bleed * points,
            items=tuple(chain.from_iterable(frames)),
        )
        for frames in items
    ]
    title = document.title.in_language(language)
    counts = tuple(tuple(map(len, frames)) for frames in items)
    return Drawn(DisplayList(title=title, language=language, pages=tuple(sheets)), counts)


def _set_page(scene: Scene, number: int) -> tuple[list[SetFrame], PageFacts]:
    document = scene.document
    page = document.pages[number]
    texts = _texts(page, scene)
    frames = [_set_frame(frame, scene, texts) for frame in page.frames]
    facts = PageFacts(
        format_key=document.format_key,
        medium=document.medium,
        unit=document.unit,
        page=number,
        width=document.width,
        height=document.height,
        bleed=document.bleed,
        frames=_facts(frames, scene),
        gaps=bleed_gaps(frames, scene),
    )
    return frames, facts


def _texts(page: Page, scene: Scene) -> dict[str, Prepared]:
    """Return the texts of a page by frame, with groups in like places and at one size."""
    texts: dict[str, Prepared] = {}
    groups: dict[str, list[Prepared]] = defaultdict(list)
    for frame in page.frames:
        text = _as_text(frame)
        if text is None or _hidden(frame, scene):
            continue
        found = _prepared(text, scene)
        if found is None:
            continue
        texts[text.id] = found
        if text.group:
            groups[text.group].append(found)
    for group in groups.values():
        texts.update((one.frame.id, one) for one in align_group(_together(group, scene)))
    return texts


def _together(group: list[Prepared], scene: Scene) -> list[Prepared]:
    """Return the texts of a group in the first of their places in which all of them fit.

    So columns give way together. One with fewer places goes no further than its last.
    """
    place = max(one.nth for one in group)
    while any(one.nth < min(place, one.last) for one in group):
        group = [_moved_on(one, min(place, one.last), scene) for one in group]
        place = max(one.nth for one in group)
    return group


def _moved_on(text: Prepared, place: int, scene: Scene) -> Prepared:
    return text if text.nth >= place else _prepared(text.frame, scene, place) or text


def _as_text(frame: AnyFrame) -> TextFrame | PriceFrame | None:
    """Return the frame where it holds text; its kind is quicker to tell than its class."""
    if frame.kind == "text":
        return frame
    return frame if frame.kind == "price" else None


def _prepared(frame: TextFrame | PriceFrame, scene: Scene, first: int = 0) -> Prepared | None:
    key = (scene.terms, _values(frame, scene), first)
    return _texts_prepared.get((frame, scene.kit), key, lambda: prepare(frame, scene, first))


def _values(frame: AnyFrame, scene: Scene) -> tuple[FieldValue | None, ...]:
    keys = _fields_shown.get((frame,), None, lambda: fields_of(frame))
    return tuple([scene.values.get(key) for key in keys])


def _hidden(frame: AnyFrame, scene: Scene) -> bool:
    return frame.only_with is not None and is_empty(scene.values.get(frame.only_with))


def _set_frame(frame: AnyFrame, scene: Scene, texts: dict[str, Prepared]) -> SetFrame:
    if _hidden(frame, scene):
        return SetFrame(frame)
    if _as_text(frame) is not None:
        return draw_text(texts[frame.id], scene) if frame.id in texts else SetFrame(frame)
    values = _values(frame, scene)
    key = (scene.terms, values, _photos_seen(frame, scene, values))
    memory = _codes_set if frame.kind in _CODES else _surfaces_set
    return memory.get((frame, scene.kit), key, lambda: _set_surface(frame, scene))


def _photos_seen(frame: AnyFrame, scene: Scene, values: tuple[FieldValue | None, ...]) -> Hashable:
    """Return what the setting of a photo needs to know of its file."""
    if frame.kind != "photo":
        return None
    chosen = [photo for value in values if (photo := shown_photo(value))]
    used = [frame.asset, *(sha for value in chosen for sha in (value.sha256, value.grey_sha256))]
    photos = scene.photos
    return tuple([(photos.size(sha), photos.focal(sha)) for sha in used if sha])


def _set_surface(frame: AnyFrame, scene: Scene) -> SetFrame:
    found: SetFrame | None = None
    match frame:
        case RectFrame() | PathFrame():
            found = set_shape(frame, scene)
        case CalloutFrame():
            found = set_callout(frame, scene)
        case PhotoFrame() | LogoFrame() | ArtworkFrame():
            found = _set_picture(frame, scene)
        case TableFrame():
            found = set_table(frame, scene)
        case StoryFrame():
            found = set_story(frame, scene)
        case QrFrame() | BarcodeFrame():
            found = set_code(frame, scene)
    return found or SetFrame(frame)


def _set_picture(frame: PhotoFrame | LogoFrame | ArtworkFrame, scene: Scene) -> SetFrame | None:
    if isinstance(frame, PhotoFrame):
        return set_photo(frame, scene)
    return set_logo(frame, scene) if isinstance(frame, LogoFrame) else set_artwork(frame, scene)


def _facts(frames: list[SetFrame], scene: Scene) -> tuple[FrameFacts, ...]:
    layers: list[Layer] = []
    facts: list[FrameFacts] = []
    page = Box(0.0, 0.0, scene.document.width, scene.document.height)
    for index, one in enumerate(frames):
        text = _grounded(one.text, one, (*layers, *one.layers), scene) if one.text else None
        # Of a frame that came out as before, and stands on the same, the same is told.
        found = _facts_found.get((one, text), None, partial(_own_facts, one, text))
        if one.logo:
            found = replace(found, logo=with_intruders(one.logo, index, frames, page, layers))
        if one.code:
            around = with_surroundings(index, frames, page, scene)
            qr = replace(one.qr, around=around) if one.qr else None
            barcode = replace(one.barcode, around=around) if one.barcode else None
            found = replace(found, qr=qr, barcode=barcode)
        facts.append(found)
        layers += one.layers
    return tuple(facts)


def _own_facts(one: SetFrame, text: TextFacts | None) -> FrameFacts:
    """Return what a frame's own setting tells; `text` is it with what lies behind."""
    frame = one.frame
    return FrameFacts(
        frame=frame.id,
        kind=FrameKind(frame.kind),
        box=box_of(frame),
        drawn=one.drawn,
        rotation=frame.rotation,
        locked=frame.locked,
        fields=fields_of(frame),
        text=text,
        photo=one.photo,
        logo=one.logo,
        artwork=one.artwork,
        qr=one.qr,
        barcode=one.barcode,
        lines=_lines_of(frame) if one.shows else None,
        name=Bilingual(frame.name.de, frame.name.en),
    )


def _lines_of(frame: AnyFrame) -> LineFacts | None:
    """Return the lines that a frame draws, None where it draws none."""
    if frame.kind == "table" and frame.hairline and frame.hairline_colour:
        return LineFacts(frame.hairline_colour, frame.hairline)
    if frame.kind == "callout" and frame.stroke and frame.stroke_width:
        return LineFacts(frame.stroke, frame.stroke_width)
    if frame.kind == "story" and frame.rule and frame.columns > 1:
        return LineFacts(frame.rule.colour, frame.rule.width)
    return None


def _grounded(text: TextFacts, one: SetFrame, layers: tuple[Layer, ...], scene: Scene) -> TextFacts:
    return _grounds_found.get(
        (one, scene.kit, *layers), None, lambda: with_ground(text, one, layers, scene)
    )
