"""Owns the texts of head office that are offered where one's own does not fit: each was set."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from brand_assets.cd_rules.type_rules import TextFits
from brand_assets.design_facts import Bilingual, Mend, MendKind
from campaigns.ad_templates.canonical import Unusable, canonical_value
from campaigns.ad_templates.fields import TEXT_KINDS, FieldDefinition
from campaigns.proofs.gathering import GatheredAd
from campaigns.proofs.rendering import set_ad
from campaigns.proofs.sets import photos_of

MOST_OFFERED = 3
MOST_TRIED = 8


def overflow_mends(
    ads: Sequence[GatheredAd], overflowing: Iterable[str]
) -> Mapping[str, tuple[Mend, ...]]:
    """Return by field the alternatives that fit in all formats, the shorter ones first."""
    if not ads:
        return {}
    resolved, campaign = ads[0].resolved, ads[0].campaign
    wanted = set(overflowing)
    found = {}
    for entry in resolved.fields:
        if entry.key in wanted and entry.kind in TEXT_KINDS and not entry.locked:
            texts = alternatives_of(entry, campaign.headline_options)
            own = resolved.canonical.get(entry.key)
            fitting = _fitting(ads, entry, [text for text in texts if text != own])
            found[entry.key] = tuple(map(_mend, fitting))
    return {key: mends for key, mends in found.items() if mends}


def alternatives_of(entry: FieldDefinition, headlines: Sequence[str]) -> tuple[str, ...]:
    """Return the texts that head office offers for a field; headlines are the campaign's."""
    offered = (*entry.alternatives, *(headlines if entry.key == "headline" else ()))
    return tuple(dict.fromkeys(offered))


def _fitting(ads: Sequence[GatheredAd], entry: FieldDefinition, texts: Sequence[str]) -> list[str]:
    tried = sorted(texts, key=len)[:MOST_TRIED]
    fitting = (value for value in _readable(entry, tried) if _fits(ads, entry, value))
    return [text for text, _ in zip(fitting, range(MOST_OFFERED), strict=False)]


def _readable(entry: FieldDefinition, texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        try:
            value = canonical_value(entry, text)
        except Unusable:
            continue
        if value:
            yield value


def _fits(ads: Sequence[GatheredAd], entry: FieldDefinition, value: str) -> bool:
    """Whether a text fits into every frame that shows the field, tried by setting the pages."""
    for ad in ads:
        if entry.key not in ad.inputs.values:
            continue
        values = {**ad.inputs.values, entry.key: (entry.kind, value)}
        # Not kept: what is at hand is for those who type.
        made = set_ad(
            ad.document, ad.kit, replace(ad.inputs, values=values), photos_of(ad.inputs, ad.kit)
        )
        for frame in (frame for page in made.facts for frame in page.frames):
            if entry.key in frame.fields and frame.text and frame.text.overflow_chars > 0:
                return False
    return True


def _mend(text: str) -> Mend:
    shown = " ".join(text.split())
    label = Bilingual(f"„{shown}“ nehmen", f"Take “{shown}”")
    return Mend(MendKind.SET_VALUE, label, value=text)


OVERFLOW = TextFits.id
