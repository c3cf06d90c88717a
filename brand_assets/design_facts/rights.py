"""Owns what may be done with an asset: where, in which channel, from when and until when."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class RightsProblem(StrEnum):
    """Why an asset may not be used."""

    NOT_YET = "not_yet"
    EXPIRED = "expired"
    CHANNEL = "channel"
    TERRITORY = "territory"
    RELEASE = "release"


@dataclass(frozen=True, slots=True)
class AssetRight:
    """The rights to one asset; empty channels and territories mean all, no date means no end.

    Territories are tree paths ("hg/de/nord/") and reach everything below. Both days are included.
    `released` is False while a person or an owner who is shown has not agreed in writing.
    `alternative` is what the library tells of the asset to those who do not see it, None where it
    is not known.
    """

    licence: str
    territories: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    starts: date | None = None
    ends: date | None = None
    released: bool = True
    alternative: str | None = field(default=None, compare=False)

    def problem(
        self, day: date, *, channel: str | None = None, path: str | None = None
    ) -> RightsProblem | None:
        """Return what forbids the use on a day, in a channel, at a tree path, or None."""
        if self.starts is not None and day < self.starts:
            return RightsProblem.NOT_YET
        if self.ends is not None and day > self.ends:
            return RightsProblem.EXPIRED
        if self.channels and channel is not None and channel not in self.channels:
            return RightsProblem.CHANNEL
        return self._of_place(path)

    def placing_problem(
        self, today: date, first_day: date, last_day: date, *, path: str | None = None
    ) -> RightsProblem | None:
        """Return what forbids to choose the asset for an ad that runs between two days, or None.

        A right that covers a part of the run is a finding's matter and no refusal: the period may
        be changed. Channels are judged format by format.
        """
        if self.ends is not None and self.ends < max(today, first_day):
            return RightsProblem.EXPIRED
        if self.starts is not None and self.starts > last_day:
            return RightsProblem.NOT_YET
        return self._of_place(path)

    def _of_place(self, path: str | None) -> RightsProblem | None:
        if not self.released:
            return RightsProblem.RELEASE
        if self.territories and path is not None and not path.startswith(self.territories):
            return RightsProblem.TERRITORY
        return None
