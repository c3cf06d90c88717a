"""Owns the check of an ad: what the typesetter measured, judged by the rules of brand and law."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from brand_assets.cd_rules import CheckContext, Goods, check_pages
from brand_assets.cd_rules.context import WithdrawnPhoto
from brand_assets.design_facts import AssetRight, Bilingual, Finding, PageFacts, Severity
from brand_assets.typesetting.text.formatting import write
from brand_assets.typesetting.values import FieldValue, PhotoValue, PriceValue, RowsValue, TextValue
from campaigns.ad_templates.rules import ValueProblem
from campaigns.proofs.gathering import GatheredAd, find_period
from portal.foundation.translations import translate


@dataclass(frozen=True, slots=True)
class Check:
    """What a check of one ad in one format found, and the fingerprint of what was checked.

    `min_ppi` is the resolution that the kit asks for in its medium, None on screens.
    """

    format_key: str
    findings: tuple[Finding, ...]
    facts: tuple[PageFacts, ...]
    fingerprint: str
    min_ppi: float | None = None

    @property
    def blocks(self) -> bool:
        """Whether anything stops proof and order."""
        return any(finding.severity is Severity.BLOCKS for finding in self.findings)


def judge(
    ad: GatheredAd, facts: tuple[PageFacts, ...], rights: Mapping[str, AssetRight], day: date
) -> Check:
    """Judge an ad that was set: rules of brand and law, and values that cannot be read."""
    shown = frozenset(ad.document.fields())
    findings = [
        *(_unreadable(problem, ad) for problem in ad.resolved.problems if problem.field in shown),
        *check_pages(facts, ad.kit, context_of(ad, rights, day)),
    ]
    least = ad.kit.limits.min_ppi.get(ad.ad_format.medium)
    return Check(ad.ad_format.key, tuple(findings), facts, ad.inputs.fingerprint, least)


def _unreadable(problem: ValueProblem, ad: GatheredAd) -> Finding:
    message = Bilingual(
        translate("de", problem.message, problem.params),
        translate("en", problem.message, problem.params),
    )
    return Finding(
        rule="field.value",
        severity=Severity.BLOCKS,
        message=message,
        field=problem.field,
        format_key=ad.ad_format.key,
    )


def context_of(ad: GatheredAd, rights: Mapping[str, AssetRight], day: date) -> CheckContext:
    """Return the circumstances in which an ad is checked, whatever came of setting it."""
    shown = frozenset(ad.document.fields())
    typed = ad.inputs.typed
    free = frozenset(f.key for f in ad.resolved.fields if not f.locked and not f.computed)
    outlet = ad.resolved.master_data
    period = find_period(ad.resolved)
    return CheckContext(
        medium=ad.ad_format.medium,
        day=day,
        locale=ad.inputs.language,
        place=_place(ad),
        channel=ad.channel.kind,
        path=ad.localisation.path,
        last_day=period.end if period else ad.campaign.runs_until,
        required_fields=frozenset(f.key for f in ad.resolved.fields if f.required) & shown,
        values={key: _as_text(value, ad.inputs.language) for key, value in typed.items()},
        typed={
            key: value.text
            for key, value in typed.items()
            if isinstance(value, TextValue) and key in free
        },
        labels={entry.key: entry.label for entry in ad.resolved.fields},
        identity=tuple(filter(None, (outlet.owner, outlet.street, outlet.city))),
        goods=tuple(_goods(typed, free)),
        asset_rights=rights,
        withdrawn=_withdrawn(ad.localisation.withdrawn, shown),
    )


def _withdrawn(said: Mapping[str, Any], shown: frozenset[str]) -> tuple[WithdrawnPhoto, ...]:
    return tuple(
        WithdrawnPhoto(key, one["title"], date.fromisoformat(one["ended"]))
        for key, one in sorted(said.items())
        if key in shown
    )


def _place(ad: GatheredAd) -> Bilingual | None:
    place = Bilingual(ad.ad_format.place_de, ad.ad_format.place_en)
    return place if place.de and place.en else None


def _as_text(value: FieldValue, language: str) -> str:
    if isinstance(value, PhotoValue):
        return value.sha256
    if isinstance(value, RowsValue):
        return "\n".join(f"{row.name} {row.size}" for row in value.rows)
    return write(value, language)


def _goods(typed: Mapping[str, FieldValue], free: frozenset[str]) -> list[Goods]:
    """Return the offers: each price with the product beside it, each row of a table."""
    goods = []
    for key, value in typed.items():
        if isinstance(value, PriceValue):
            beside = key.rpartition(".")[0]
            product, unit = f"{beside}.produkt", f"{beside}.grundpreis"
            goods.append(
                Goods(
                    name=_text_of(typed, product),
                    price_cents=value.cents,
                    unit_price=_text_of(typed, unit),
                    field=product,
                    unit_price_field=unit if unit in free else None,
                )
            )
        elif isinstance(value, RowsValue):
            goods += [
                Goods(row.name, row.size, row.price.cents, row.unit_price, key)
                for row in value.rows
            ]
    return goods


def _text_of(typed: Mapping[str, FieldValue], key: str) -> str:
    return write(typed[key]) if key in typed else ""
