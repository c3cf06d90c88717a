"""Owns the sums of a check: how many outlets have what, by rule, format and region."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, String, case, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute

from campaigns.ad_templates.models import AdFormat
from campaigns.rollout.everyone.models import EveryoneFinding, EveryoneOutlet
from campaigns.rollout.everyone.rules import MISSING_RULES, Verdict
from campaigns.rollout.everyone.service import EveryoneCheck
from portal.foundation.database import reading
from regions.accounts.rules import Actor
from regions.hierarchy.models import Region
from regions.scoping import within


@dataclass(frozen=True, slots=True)
class Sums:
    """How many outlets have what, in all, and by rule, format and region."""

    outlets: int
    clean: int
    by_verdict: Mapping[Verdict, int]
    by_rule: tuple[tuple[str, Verdict, int], ...]
    by_format: tuple[tuple[AdFormat, Mapping[Verdict, int]], ...]
    by_region: tuple[tuple[Region, int, Mapping[Verdict, int]], ...]


_COLUMNS = {
    Verdict.ERROR: EveryoneOutlet.errors,
    Verdict.TO_ENTER: EveryoneOutlet.to_enter,
    Verdict.OWN: EveryoneOutlet.own,
    Verdict.LOOK: EveryoneOutlet.looks,
}


def sums_of(actor: Actor, check: EveryoneCheck) -> Sums:
    """Return the sums of a check over the outlets that the account may see."""
    seen = (EveryoneOutlet.run_id == check.id, within(EveryoneOutlet.path, actor.scope))
    total = func.count()
    counts = [func.sum(_is_some(column)) for column in _COLUMNS.values()]
    clean = func.sum(_is_clean())
    with reading() as running:
        outlets, faultless, *some = running.execute(
            select(total, clean, *counts).where(*seen)
        ).one()
        regions = running.execute(
            select(Region, total, *counts)
            .select_from(EveryoneOutlet)
            .join(Region, Region.path == EveryoneOutlet.region_path)
            .where(*seen)
            .group_by(Region.id)
            .order_by(Region.path)
        ).all()
    return Sums(
        outlets=outlets,
        clean=faultless or 0,
        by_verdict=_by_verdict(some),
        by_rule=_by_rule(check),
        by_format=_by_format(check),
        by_region=tuple((one[0], one[1], _by_verdict(one[2:])) for one in regions),
    )


def _is_some(column: ColumnElement[int] | InstrumentedAttribute[int]) -> ColumnElement[int]:
    return case((column > 0, 1), else_=0)


def _is_clean() -> ColumnElement[int]:
    row = EveryoneOutlet
    return case((row.errors + row.to_enter + row.own + row.looks > 0, 0), else_=1)


def _by_verdict(counts: Iterable[int | None]) -> dict[Verdict, int]:
    return {verdict: int(n or 0) for verdict, n in zip(_COLUMNS, counts, strict=True)}


def _by_rule(check: EveryoneCheck) -> tuple[tuple[str, Verdict, int], ...]:
    outlets = func.count(EveryoneFinding.outlet_id.distinct())
    statement = (
        select(EveryoneFinding.rule, EveryoneFinding.verdict, outlets)
        .where(EveryoneFinding.run_id == check.id)
        .group_by(EveryoneFinding.rule, EveryoneFinding.verdict)
    )
    with reading() as running:
        found = [(rule, verdict, n) for rule, verdict, n in running.execute(statement)]
    order = list(Verdict)
    return tuple(sorted(found, key=lambda one: (order.index(one[1]), -one[2], one[0])))


def _by_format(check: EveryoneCheck) -> tuple[tuple[AdFormat, Mapping[Verdict, int]], ...]:
    outlets = func.count(EveryoneFinding.outlet_id.distinct())
    statement = (
        select(AdFormat, EveryoneFinding.verdict, outlets)
        .join(AdFormat, AdFormat.key == EveryoneFinding.format_key)
        .where(EveryoneFinding.run_id == check.id)
        .group_by(AdFormat.key, EveryoneFinding.verdict)
        .order_by(AdFormat.unit, AdFormat.key)
    )
    found: dict[str, tuple[AdFormat, dict[Verdict, int]]] = {}
    with reading() as running:
        for ad_format, verdict, n in running.execute(statement):
            counts = found.setdefault(ad_format.key, (ad_format, dict.fromkeys(Verdict, 0)))[1]
            counts[verdict] = n
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Choices:
    """What the list can be narrowed to: only what was found."""

    rules: tuple[str, ...]
    formats: tuple[str, ...]
    frames: tuple[tuple[str, Mapping[str, str]], ...]
    missing: tuple[str, ...]


def choices_of(check: EveryoneCheck) -> Choices:
    """Return by what the findings of a check differ."""
    finding = EveryoneFinding
    here = finding.run_id == check.id
    with reading() as running:
        rules = running.scalars(select(finding.rule).where(here).distinct()).all()
        formats = running.scalars(select(finding.format_key).where(here).distinct()).all()
        # As text, because PostgreSQL compares JSON with nothing.
        name = cast(finding.frame_name, String)
        named = select(finding.frame, name).where(here, finding.frame != "").distinct()
        frames = {frame: json.loads(said) for frame, said in running.execute(named)}
        lacking = select(finding.field).where(here, finding.rule.in_(MISSING_RULES)).distinct()
        missing = running.scalars(lacking).all()
    return Choices(
        tuple(sorted(rules)),
        tuple(formats),
        tuple(sorted(frames.items(), key=lambda one: one[0])),
        tuple(sorted(missing)),
    )
