"""Owns the list of an effect as a table for a spreadsheet."""

from collections.abc import Iterable

from flask_babel import gettext

from campaigns.proofs.rules import read_findings
from campaigns.rollout.reading import AdRow
from campaigns.rollout.words import STAGE_WORDS
from portal.foundation.spreadsheets import write_csv


def ads_csv(rows: Iterable[AdRow], language: str) -> str:
    """Return the ads as CSV with semicolons, as German spreadsheets read it."""
    head = [
        gettext("Outlet number"),
        gettext("Outlet"),
        gettext("Region"),
        gettext("Campaign"),
        gettext("Format"),
        gettext("Template"),
        gettext("Stage"),
        gettext("Changes in the picture"),
        gettext("Share of the area, in percent"),
        gettext("Changes in print"),
        gettext("Newly blocked"),
        gettext("New findings"),
        gettext("Findings that go"),
    ]
    return write_csv([head, *(_cells(row, language) for row in rows)])


def _cells(row: AdRow, language: str) -> list[str]:
    item, template = row.item, row.template
    return [
        row.outlet.number if row.outlet else "",
        row.outlet.place if row.outlet else "",
        "/".join(item.path.split("/")[:3]),
        row.campaign.name(language) if row.campaign else "",
        row.ad_format.name(language),
        template.name_en if language == "en" else template.name_de,
        gettext(STAGE_WORDS[item.stage]) if item.stage else "",
        _yes(item.look),
        str(round(item.share * 100)),
        _yes(item.press),
        _yes(item.newly_blocked),
        _messages(item.detail["new"], language),
        _messages(item.detail["gone"], language),
    ]


def _yes(holds: bool) -> str:
    return str(gettext("yes") if holds else gettext("no"))


def _messages(stored: list[dict[str, object]], language: str) -> str:
    return " | ".join(found.message.in_language(language) for found in read_findings(stored))
