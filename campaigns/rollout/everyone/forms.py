"""Owns what the pages of a check are asked for: which subject, which outlets, as whom."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from werkzeug.datastructures import MultiDict

from campaigns.rollout.everyone.extremes import Datum, End
from campaigns.rollout.everyone.looking import AsWhom
from campaigns.rollout.everyone.results import Excepted, OutletQuery, Sort
from campaigns.rollout.everyone.rules import Verdict
from campaigns.rollout.everyone.subjects import CheckSubject
from portal.foundation.errors import N_, Invalid
from regions.scoping.rules import is_path

_MOST_DIGITS = 6
_MOST_WORDS = 80
MOST_CHOSEN = 2000
Value = TypeVar("Value", bound=StrEnum)


def read_subject(campaign_id: UUID, args: Mapping[str, str]) -> CheckSubject:
    """Return what an address is about; raises Invalid for what is no template version."""
    version = args.get("version", "")
    if not version:
        return CheckSubject(campaign_id)
    found = read_uuid(version)
    if found is None:
        raise Invalid(N_("This page is out of date. Load it again."))
    return CheckSubject(campaign_id, found)


def read_uuid(text: str | None) -> UUID | None:
    """Return the id that a text is, None for none."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


def read_outlet_query(args: Mapping[str, str]) -> OutletQuery:
    """Read what the list is narrowed to; what cannot be read narrows nothing."""
    region, page = args.get("region", ""), args.get("page", "1")
    is_page = page.isascii() and page.isdigit() and len(page) <= _MOST_DIGITS
    return OutletQuery(
        verdict=_member(Verdict, args.get("verdict")),
        rule=args.get("rule", "")[:_MOST_WORDS],
        format_key=args.get("format", "")[:_MOST_WORDS],
        frame=args.get("frame", "")[:_MOST_WORDS],
        missing=args.get("missing", "")[:_MOST_WORDS],
        region=region if is_path(region) else "",
        search=args.get("q", "")[:_MOST_WORDS],
        excepted=_member(Excepted, args.get("excepted")),
        sort=_member(Sort, args.get("sort")) or Sort.WORST,
        page=int(page) if is_page else 1,
    )


def query_args(query: OutletQuery) -> dict[str, str]:
    """Return the parameters that lead to the same list, its page apart."""
    given = {
        "verdict": query.verdict,
        "rule": query.rule,
        "format": query.format_key,
        "frame": query.frame,
        "missing": query.missing,
        "region": query.region,
        "q": query.search,
        "excepted": query.excepted,
        "sort": "" if query.sort is Sort.WORST else query.sort,
    }
    return {key: str(value) for key, value in given.items() if value}


def read_outlets(form: MultiDict[str, str]) -> list[UUID]:
    """Return the outlets that were chosen; raises Invalid for too many at once."""
    chosen = [found for found in map(read_uuid, form.getlist("outlet")) if found is not None]
    if len(chosen) > MOST_CHOSEN:
        raise Invalid(N_("Choose at most %(most)s outlets at once."), most=MOST_CHOSEN)
    return chosen


def read_whom(args: Mapping[str, str]) -> AsWhom:
    """Read as whom an ad is looked at; what cannot be read is the first outlet as it is."""
    end, _, datum = args.get("as", "").partition(":")
    return AsWhom(
        outlet_id=read_uuid(args.get("outlet")),
        end=_member(End, end),
        datum=_member(Datum, datum),
    )


def _member(kind: type[Value], text: str | None) -> Value | None:
    return kind(text) if text in {one.value for one in kind} else None
