"""Owns the list of a check as a table for a spreadsheet: one line for each message of an outlet."""

from collections.abc import Iterable, Iterator, Mapping

from flask_babel import gettext

from campaigns.rollout.everyone.results import OutletLine, SaidOnce
from campaigns.rollout.everyone.words import VERDICT_WORDS
from portal.foundation.spreadsheets import Cell


def table_rows(
    lines: Iterable[OutletLine], formats: Mapping[str, str], language: str
) -> Iterator[list[Cell]]:
    """Yield the head and then the lines; an outlet without findings has one line as well."""
    yield [
        gettext("Outlet number"),
        gettext("Outlet"),
        gettext("Place"),
        gettext("Region"),
        gettext("Tightest text, in percent of its room"),
        gettext("Kind"),
        gettext("Finding"),
        gettext("Formats"),
        gettext("Frames"),
        gettext("Excepted by"),
        gettext("Excepted on"),
        gettext("Reason"),
    ]
    for line in lines:
        for said in line.said or (None,):
            yield [
                *_outlet(line, language),
                *_said(said, formats, language),
                *_exception(line, said),
            ]


def _outlet(line: OutletLine, language: str) -> list[Cell]:
    tightest = line.row.tightest
    return [
        line.outlet.number,
        line.outlet.name,
        line.outlet.place,
        line.region.name(language) if line.region else "",
        "" if tightest is None else round(tightest * 100),
    ]


def _said(said: SaidOnce | None, formats: Mapping[str, str], language: str) -> list[Cell]:
    if said is None:
        return ["", "", "", ""]
    frames = [frame.get(language) or frame["de"] for frame in said.frames]
    return [
        gettext(VERDICT_WORDS[said.verdict]),
        said.text(language),
        ", ".join(formats.get(key, key) for key in said.formats),
        ", ".join(frames),
    ]


def _exception(line: OutletLine, said: SaidOnce | None) -> list[Cell]:
    exception = line.exception
    if exception is None or said is None or not said.verdict.is_error:
        return ["", "", ""]
    made = exception.made_at.isoformat(timespec="minutes")
    return [exception.made_by_name, made, exception.reason]
