"""Owns the check of an ad: what the typesetter measured, judged by the rules of brand and law."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from brand_assets.cd_rules import CheckContext, Goods, Tally, check_ad
from brand_assets.cd_rules.context import StatedPrice, WithdrawnPhoto
from brand_assets.cd_rules.law_packs import LawPack, packs_named
from brand_assets.cd_rules.photo_rules import asked_ppi
from brand_assets.design_facts import (
    AssetRight,
    Bilingual,
    Finding,
    PageFacts,
    PriceMode,
    Severity,
)
from brand_assets.typesetting.text.formatting import write
from brand_assets.typesetting.values import FieldValue, PhotoValue, PriceValue, RowsValue, TextValue
from campaigns.ad_templates.rules import ValueProblem
from campaigns.ad_templates.service import get_template
from campaigns.proofs.gathering import GatheredAd, find_period
from portal.foundation.translations import translate


@dataclass(frozen=True, slots=True)
class Check:
    """What a check of one ad in one format found, and the fingerprint of what was checked.

    `min_ppi` is the resolution that the kit asks for in its medium, None on screens. `tallies` say
    rule by rule what was tested and what passed, `law_packs` against the law of which countries.
    """

    format_key: str
    findings: tuple[Finding, ...]
    facts: tuple[PageFacts, ...]
    fingerprint: str
    min_ppi: float | None = None
    tallies: tuple[Tally, ...] = ()
    law_packs: tuple[LawPack, ...] = ()

    @property
    def blocks(self) -> bool:
        """Whether anything stops proof and order."""
        return any(finding.severity is Severity.BLOCKS for finding in self.findings)


def judge(
    ad: GatheredAd, facts: tuple[PageFacts, ...], rights: Mapping[str, AssetRight], day: date
) -> Check:
    """Judge an ad that was set: rules of brand and law, and values that cannot be read."""
    context = context_of(ad, rights, day)
    report = check_ad(facts, ad.kit, context)
    return Check(
        format_key=ad.ad_format.key,
        findings=report.findings,
        facts=facts,
        fingerprint=ad.inputs.fingerprint,
        min_ppi=asked_ppi(facts, ad.kit, context),
        tallies=report.tallies,
        law_packs=packs_named(ad.campaign.law_packs),
    )


def _unreadable(problem: ValueProblem) -> Bilingual:
    return Bilingual(
        translate("de", problem.message, problem.params),
        translate("en", problem.message, problem.params),
    )


def _template_key(ad: GatheredAd) -> str | None:
    """Return the template's key where a setting of the kit asks for it."""
    asked = any(setting.templates for setting in ad.kit.rule_settings)
    return get_template(ad.version.template_id).key if asked else None


def context_of(ad: GatheredAd, rights: Mapping[str, AssetRight], day: date) -> CheckContext:
    """Return the circumstances in which an ad is checked, whatever came of setting it."""
    shown = frozenset(ad.document.fields())
    typed = ad.inputs.typed
    free = frozenset(f.key for f in ad.resolved.fields if not f.locked and not f.computed)
    as_typed = frozenset(ad.localisation.as_typed or ())
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
        examples={key: same for key, same in ad.resolved.examples.items() if key in shown},
        values={key: _as_text(value, ad.inputs.language) for key, value in typed.items()},
        typed={
            key: value.text
            for key, value in typed.items()
            if isinstance(value, TextValue) and key in free - as_typed
        },
        labels={entry.key: entry.label for entry in ad.resolved.fields},
        identity=tuple(filter(None, (outlet.owner, outlet.street, outlet.city))),
        goods=tuple(_goods(typed, free)),
        asset_rights=rights,
        format_key=ad.ad_format.key,
        template_key=_template_key(ad),
        channel_key=ad.channel.key,
        unreadable={p.field: _unreadable(p) for p in ad.resolved.problems if p.field in shown},
        withdrawn=_withdrawn(ad.localisation.withdrawn, shown),
        prices=tuple(_prices(typed)),
        trader_names=tuple(filter(None, (outlet.owner, outlet.name))),
        link=ad.resolved.link_target or ad.campaign.link_target,
        law_packs=frozenset(ad.campaign.law_packs),
    )


def _prices(typed: Mapping[str, FieldValue]) -> Iterator[StatedPrice]:
    for key, value in typed.items():
        if isinstance(value, PriceValue):
            yield StatedPrice(key, value.cents, value.mode, value.ends, value.lowest_cents)
        elif isinstance(value, RowsValue):
            for price in (row.price for row in value.rows):
                # A row that simply has its price is judged with its goods.
                if price.mode is not PriceMode.OWN or price.lowest_cents is not None:
                    yield StatedPrice(key, price.cents, price.mode, price.ends, price.lowest_cents)


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
