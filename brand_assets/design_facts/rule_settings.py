"""Owns what a kit may set of a rule: parameters within bounds, and settings with their scope."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from brand_assets.design_facts.findings import Severity
from brand_assets.design_facts.words import Bilingual


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number of a rule that a kit may set, from `least` to `most`.

    Where the kit sets none, the one of its limits counts that `limit` names ("min_text_pt", or
    "min_ppi.print" of a table), and without that the `default`.
    """

    key: str
    label: Bilingual
    unit: str
    least: float
    most: float
    default: float
    limit: str | None = None

    def usual(self, limits: object) -> float:
        """Return what counts where no setting says otherwise."""
        if self.limit is None:
            return self.default
        name, _, entry = self.limit.partition(".")
        found = getattr(limits, name, None)
        if entry and isinstance(found, Mapping):
            found = found.get(entry)
        return self.default if found is None else float(found)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an ad stands, as settings look at it; None where it is not known.

    `channel` is the kind of the channel ("print"), `channel_key` the channel itself.
    """

    format_key: str | None = None
    template_key: str | None = None
    channel: str | None = None
    channel_key: str | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """How a kit wants one rule: on or off, how bad its findings are, its numbers, and where.

    Without channels, formats, templates or paths it holds everywhere. Paths are those of the tree
    of regions ("hg/de/nord/") and reach everything below; a channel is named by key or kind.
    Of the settings that hold, the last one counts, as a whole.
    """

    rule: str
    on: bool = True
    severity: Severity | None = None
    parameters: Mapping[str, float] = field(default_factory=dict)
    channels: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()

    def holds(self, place: Place) -> bool:
        """Whether it counts for an ad there."""
        return (
            (not self.channels or not {place.channel, place.channel_key}.isdisjoint(self.channels))
            and (not self.formats or place.format_key in self.formats)
            and (not self.templates or place.template_key in self.templates)
            and (not self.paths or bool(place.path and place.path.startswith(self.paths)))
        )
