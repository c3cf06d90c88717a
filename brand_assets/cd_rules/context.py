"""Owns what a rule may know: the ad as it came out, the kit, and the circumstances of the check."""

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from brand_assets.design_facts import (
    AssetRight,
    Bilingual,
    FrameFacts,
    FrameKind,
    KitValues,
    Place,
    PriceMode,
    RuleSetting,
)
from brand_assets.design_facts.page_facts import PageFacts

_LISTED_PRICE = re.compile(r"\t.*(?:\d|,\u2013)\s?€|\t.*€\s?\d")
"""What stands at a tab stop and ends on a currency: a price in a list of them."""
_EDGES = {"trim": Bilingual("der Seitenrand", "the edge of the page")}
"""What the edge of the page is called where it stands among frames."""
PRINTED = frozenset({"print", "newspaper", "poster"})

_PLACES = {
    "print": Bilingual("Im Druck", "In print"),
    "newspaper": Bilingual("In der Zeitungsanzeige", "In the newspaper ad"),
    "poster": Bilingual("Auf dem Plakat", "On the poster"),
    "screen": Bilingual("Am Bildschirm", "On screen"),
}


@dataclass(frozen=True, slots=True)
class Goods:
    """One offer with its price, as the law looks at it; `field` is where it was entered."""

    name: str
    size: str = ""
    price_cents: int | None = None
    unit_price: str = ""
    field: str | None = None
    unit_price_field: str | None = None


@dataclass(frozen=True, slots=True)
class StatedPrice:
    """One price with all that was entered about it; `field` is where.

    `ends` is the last day of a promotional price, `lowest_cents` the lowest total price of the 30
    days before a reduction, where one is announced.
    """

    field: str
    cents: int
    mode: PriceMode = PriceMode.OWN
    ends: date | None = None
    lowest_cents: int | None = None


@dataclass(frozen=True, slots=True)
class WithdrawnPhoto:
    """A picture that was taken out of a field because its rights had ended on a day."""

    field: str
    title: str
    ended: date


@dataclass(frozen=True, slots=True)
class CheckContext:
    """The circumstances of one check.

    `place` is how a sentence about the format begins ("In der Zeitungsanzeige"). `values` are the
    texts as entered, by field key; `examples` say of each field to adapt whether it still says
    what head office wrote; `labels` their names. `typed` are those of them that a person
    typed and may change, sign for sign. `identity` are the texts that tell who
    offers (owner, street, town). `asset_rights` are by the photo's content hash. `path` is the
    outlet's tree path, `last_day` the last day the ad runs where it is known. `format_key` is that
    of the pages where it is None; with template, channel and path it scopes the kit's settings.
    `unreadable` says by field why what was entered cannot be read.
    `trader_names` are the names under which the trader may stand in small ads, `link` is where
    the ad leads; `law_packs` are the keys of those that the campaign has switched on.
    """

    medium: str
    day: date
    locale: str = "de"
    place: Bilingual | None = None
    channel: str | None = None
    path: str | None = None
    last_day: date | None = None
    required_fields: frozenset[str] = frozenset()
    examples: Mapping[str, bool] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, Bilingual] = field(default_factory=dict)
    identity: tuple[str, ...] = ()
    goods: tuple[Goods, ...] = ()
    asset_rights: Mapping[str, AssetRight] = field(default_factory=dict)
    withdrawn: tuple[WithdrawnPhoto, ...] = ()
    format_key: str | None = None
    template_key: str | None = None
    channel_key: str | None = None
    unreadable: Mapping[str, Bilingual] = field(default_factory=dict)
    prices: tuple[StatedPrice, ...] = ()
    trader_names: tuple[str, ...] = ()
    link: str = ""
    law_packs: frozenset[str] = frozenset({"de"})

    def stands(self, format_key: str | None) -> Place:
        """Return where the ad stands, for the scope of settings."""
        own = self.format_key or format_key
        return Place(own, self.template_key, self.channel, self.channel_key, self.path)

    def where(self) -> Bilingual:
        """Return how a sentence about this format begins."""
        return self.place or _PLACES.get(self.medium, _PLACES["print"])

    def label(self, key: str) -> Bilingual:
        """Return the name of a field as its reader knows it."""
        return self.labels.get(key, Bilingual(key, key))


@dataclass(frozen=True, slots=True)
class Ad:
    """One ad in one format: its pages, its kit and the circumstances of the check.

    `settings` are those of the kit that hold for this ad, by rule. `known` keeps what many rules
    ask for, so that it is found out once.
    """

    pages: tuple[PageFacts, ...]
    kit: KitValues
    context: CheckContext
    settings: Mapping[str, RuleSetting] = field(init=False, repr=False)
    known: dict[Hashable, Any] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        place = self.context.stands(self.pages[0].format_key if self.pages else None)
        holding = {one.rule: one for one in self.kit.rule_settings if one.holds(place)}
        object.__setattr__(self, "settings", holding)

    def frames(self, *kinds: FrameKind) -> Iterator["PlacedFrame"]:
        """Return every frame of the given kinds (all without one) with the page it stands on."""
        found: tuple[PlacedFrame, ...] | None = self.known.get(kinds)
        if found is None:
            found = self.known[kinds] = (
                tuple([placed for placed in self.frames() if placed.facts.kind in kinds])
                if kinds
                else tuple([PlacedFrame(page, one) for page in self.pages for one in page.frames])
            )
        return iter(found)

    def texts(self, *kinds: FrameKind) -> tuple["PlacedFrame", ...]:
        """Return the frames of the given kinds in which some text came out."""
        found: tuple[PlacedFrame, ...] | None = self.known.get(("texts", kinds))
        if found is None:
            found = self.known["texts", kinds] = tuple(
                [p for p in self.frames(*kinds) if p.facts.text and p.facts.text.text.strip()]
            )
        return found

    def called(self, frame: str) -> Bilingual:
        """Return what a frame is called: by its field as its reader knows it, or by its name."""
        names: dict[str, Bilingual] | None = self.known.get("names")
        if names is None:
            names = self.known["names"] = {p.facts.frame: self._name(p) for p in self.frames()}
        return names.get(frame) or _EDGES.get(frame) or Bilingual(frame, frame)

    def _name(self, placed: "PlacedFrame") -> Bilingual:
        label = self.context.labels.get(placed.field) if placed.field else None
        return label or placed.facts.name or Bilingual(placed.facts.frame, placed.facts.frame)

    def all_called(self, frames: Iterable[str]) -> Bilingual:
        """Return what several frames are called, each name once, in a row."""
        names = [self.called(frame) for frame in frames]
        german, english = (
            dict.fromkeys(n.in_language(lang) for n in names) for lang in ("de", "en")
        )
        return Bilingual(", ".join(german), ", ".join(english))

    @property
    def is_printed(self) -> bool:
        """Whether the ad ends up on paper."""
        return self.context.medium in PRINTED

    @property
    def shows_price(self) -> bool:
        """Whether a price stands in the ad, in a frame of its own or in a list of prices."""
        priced = (p.facts.text for p in self.frames(FrameKind.PRICE, FrameKind.TABLE))
        lists = (p.facts.text for p in self.frames(FrameKind.STORY))
        return any(text.text.strip() for text in priced if text) or any(
            _LISTED_PRICE.search(text.text) for text in lists if text
        )


@dataclass(frozen=True, slots=True)
class PlacedFrame:
    """A frame and the page it stands on."""

    page: PageFacts
    facts: FrameFacts

    @property
    def field(self) -> str | None:
        """The field that can mend the frame; None where head office has locked it."""
        if self.facts.locked or not self.facts.fields:
            return None
        return self.facts.fields[0]
