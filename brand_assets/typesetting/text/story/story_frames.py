"""Owns the setting of story frames: content to columns, its drawing and its facts."""

from collections.abc import Iterable, Iterator, Sequence

from brand_assets.design_facts import Box, TextFacts
from brand_assets.typesetting.display_list import Item
from brand_assets.typesetting.frames.story import StoryFrame
from brand_assets.typesetting.scene import Scene, SetFrame, turn
from brand_assets.typesetting.shapes.paths import around_boxes
from brand_assets.typesetting.text.spots import LINES_LOOKED_AT, spots_on
from brand_assets.typesetting.text.story.columns import Room
from brand_assets.typesetting.text.story.content import Content, content
from brand_assets.typesetting.text.story.drawing import Sheet, column_rules, drawn_rows, row_boxes
from brand_assets.typesetting.text.story.fitting import Fitter, Space, Try
from brand_assets.typesetting.text.story.pieces import Piece, pieces
from brand_assets.typesetting.text.story.places import PlacedRow, placed


def set_story(frame: StoryFrame, scene: Scene) -> SetFrame | None:
    """Return a story in its columns with its facts, None where it has no text.

    What does not fit at the smallest size goes on below the last column and is counted.
    """
    scene.colour(frame.colour)
    said = content(frame, scene)
    if not said.texts:
        return None
    shaped = tuple(pieces(frame, said.texts, scene))
    space = _space(frame, scene.points)
    found = Fitter(shaped, space).fit(frame.fit)
    places = placed(found, space, frame.valign)
    sheet = _sheet(frame, scene.points, leftwards=shaped[0].text.runs_left(0))
    boxes = row_boxes(places, sheet)
    items: list[Item] = list(_rules(frame, scene, sheet, places))
    items += drawn_rows(places, sheet)
    return SetFrame(
        frame=frame,
        items=tuple(items),
        drawn=around_boxes(boxes, sheet.matrix, scene.points),
        spots=tuple(spots_on(_spread(boxes), sheet.matrix, scene.points)),
        text=_facts(frame, said, shaped, found, space),
    )


def _space(frame: StoryFrame, points: float) -> Space:
    grid = frame.grid
    room = Room(
        top=(frame.y + frame.insets.top) * points,
        height=frame.inner_height * points,
        step=grid.step * points if grid else 0.0,
        offset=grid.offset * points if grid else 0.0,
    )
    return Space(frame.columns, frame.column_width * points, room, frame.balance)


def _sheet(frame: StoryFrame, points: float, *, leftwards: bool) -> Sheet:
    """Return where columns stand in the order of reading: from the right in Arabic and Hebrew."""
    left, step = frame.x + frame.insets.left, frame.column_width + frame.gutter
    lefts = tuple((left + number * step) * points for number in range(frame.columns))
    return Sheet(
        lefts=lefts[::-1] if leftwards else lefts,
        top=(frame.y + frame.insets.top) * points,
        width=frame.column_width * points,
        opacity=frame.opacity,
        matrix=turn(frame, points),
    )


def _rules(
    frame: StoryFrame, scene: Scene, sheet: Sheet, places: Sequence[PlacedRow]
) -> Iterator[Item]:
    if frame.rule is None or frame.columns == 1:
        return
    points = scene.points
    tops = [place.baseline - place.row.size * place.row.piece.face.cap_height for place in places]
    ends = [place.baseline for place in places]
    extent = (sheet.top + min(tops), sheet.top + max(ends))
    rule = (frame.rule.width * points, scene.colour(frame.rule.colour))
    yield from column_rules(sheet, rule, extent)


def _spread(boxes: Sequence[Box]) -> list[Box]:
    """Return rows that are spread over the story."""
    count = min(len(boxes), LINES_LOOKED_AT)
    return [boxes[index * (len(boxes) - 1) // max(1, count - 1)] for index in range(count)]


def _facts(
    frame: StoryFrame, said: Content, shaped: tuple[Piece, ...], found: Try, space: Space
) -> TextFacts:
    text = "\n".join(piece.text.text for piece in shaped)
    sizes = [piece.look.size for piece in shaped]
    smallest = min(piece.look.size * piece.text.facts.smallest for piece in shaped)
    overflow = found.over + said.left_out
    room = len(text) - found.over if overflow else len(text) + _spare(frame, found, space)
    colours = tuple(dict.fromkeys(colour for piece in shaped for colour in piece.colours))
    return TextFacts(
        text=text,
        style=shaped[0].look.style,
        colour=colours[0],
        size=round(min(sizes) * found.scale, 4),
        size_min=round(min(sizes) * frame.fit.scale_min, 4),
        size_max=round(max(sizes) * frame.fit.scale_max, 4),
        lines=len(found.rows),
        overflow_chars=overflow,
        room_chars=max(0, room),
        limit=_limit(said, found),
        missing_glyphs=_all_of(piece.missing for piece in shaped),
        leading=round(shaped[0].leading * found.leading, 4),
        smallest=round(smallest * found.scale, 4) if smallest < min(sizes) else None,
        more_colours=colours[1:],
        lacking_features=tuple(dict.fromkeys(f for p in shaped for f in p.text.facts.lacking)),
        families=tuple(dict.fromkeys(f for p in shaped for f in p.text.facts.families)),
    )


def _all_of(signs: Iterable[str]) -> str:
    return "".join(dict.fromkeys("".join(signs)))


def _limit(said: Content, found: Try) -> str | None:
    """Return the limit that was hit: the height of the columns, or the width of one."""
    if found.end < len(found.rows) or said.left_out:
        return "height"
    return None if found.fits else "width"


def _spare(frame: StoryFrame, found: Try, space: Space) -> int:
    """Return about how many more characters fit, the type as small as it may be."""
    row = found.rows[-1]
    text = row.piece.text
    average = text.width / max(1, len(text.text)) * row.size
    if average <= 0:
        return 0
    width = space.width - row.piece.left - row.piece.right
    free = sum(space.room.height - column.bottom for column in found.columns)
    height = max(row.height, space.room.step)
    spare = int(max(0.0, free) / height) * width + max(0.0, width - row.set_line.width)
    smaller = (found.scale / frame.fit.scale_min) ** 2 * found.leading / frame.fit.leading_min
    used = sum(place.set_line.width for place in found.rows)
    return max(0, int((spare + used * (smaller - 1)) / average))
