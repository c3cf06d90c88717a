"""Owns where values come from when nobody set them: outlet data, the campaign, a link."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Protocol

from campaigns.ad_templates.fields import FieldDefinition, Json
from regions.partners.rules import OutletMasterData


class FromCampaign(Protocol):
    """What fields may take from a campaign."""

    runs_from: date
    runs_until: date
    link_target: str

    def name(self, language: str) -> str:
        """Return its name in a language."""
        ...


def prefilled(
    fields: Iterable[FieldDefinition], outlet: OutletMasterData, campaign: FromCampaign
) -> dict[str, Json]:
    """Return canonical values by field key for all fields whose source has something to give."""
    found = {}
    for entry in fields:
        reader = SOURCES.get(entry.source or "")
        value = reader(outlet, campaign) if reader else None
        if value:
            found[entry.key] = value
    return found


def _owner_line(outlet: OutletMasterData, _campaign: FromCampaign) -> Json:
    """Return the owner as ads name them, unless the outlet's name does so already."""
    return f"Inh. {outlet.owner}" if outlet.owner and outlet.owner not in outlet.name else None


def _address(outlet: OutletMasterData, _campaign: FromCampaign) -> Json:
    return {
        "street": outlet.street,
        "postcode": outlet.postcode,
        "city": outlet.city,
        "phone": outlet.phone,
    }


def _hours(outlet: OutletMasterData, _campaign: FromCampaign) -> Json:
    return [{"days": line.days, "hours": line.hours} for line in outlet.opening_hours]


def _period(_outlet: OutletMasterData, campaign: FromCampaign) -> Json:
    return {"from": campaign.runs_from.isoformat(), "until": campaign.runs_until.isoformat()}


#: Every `source` that a field definition may name, apart from computed ones.
SOURCES: Mapping[str, Callable[[OutletMasterData, FromCampaign], Json]] = {
    "outlet.name": lambda outlet, _: outlet.name,
    "outlet.place": lambda outlet, _: outlet.place,
    "outlet.owner": lambda outlet, _: outlet.owner,
    "outlet.street": lambda outlet, _: outlet.street,
    "outlet.city": lambda outlet, _: f"{outlet.postcode} {outlet.city}",
    "outlet.phone": lambda outlet, _: outlet.phone,
    "outlet.email": lambda outlet, _: outlet.email,
    "outlet.owner_line": _owner_line,
    "outlet.address": _address,
    "outlet.hours": _hours,
    "campaign.name": lambda _, campaign: campaign.name("de"),
    "campaign.period": _period,
    "campaign.link": lambda _, campaign: campaign.link_target,
}
