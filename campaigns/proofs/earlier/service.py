"""Owns the earlier ads of an outlet, what a new one can take of them, and taking it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select

from campaigns.ad_templates.fields import Json
from campaigns.localisation.models import Localisation
from campaigns.localisation.photos import refuse_unusable_photos
from campaigns.localisation.recording import record
from campaigns.localisation.resolving import resolve
from campaigns.localisation.service import SaveResult, get_localisation, save_values
from campaigns.localisation.taking_over import TAKEN_OVER, Offer, Standing, offers_of
from campaigns.planning.models import Campaign
from campaigns.planning.rules import CampaignStatus
from campaigns.planning.service import fields_of, is_open, load_campaign
from campaigns.proofs.value_texts import value_text
from portal.foundation import clock
from portal.foundation.database import reading, transaction
from portal.foundation.errors import N_, Conflict, Invalid, NotFound
from regions.accounts.rules import Actor, Permission
from regions.partners.models import Outlet

_NOT_THERE = N_("This outlet has no such earlier ad. Choose one of those offered.")


@dataclass(frozen=True, slots=True)
class EarlierAd:
    """One earlier ad of the outlet, with its campaign and how many values were set for it."""

    localisation: Localisation
    campaign: Campaign


@dataclass(frozen=True, slots=True)
class OfferView:
    """One value that may be taken over, in words."""

    offer: Offer
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TakeOver:
    """What an ad can take over from one earlier ad of its outlet."""

    localisation: Localisation
    campaign: Campaign
    outlet: Outlet
    earlier: tuple[EarlierAd, ...]
    chosen: EarlierAd | None
    offers: tuple[OfferView, ...]
    may_edit: bool

    @property
    def usable(self) -> tuple[OfferView, ...]:
        """What can be taken."""
        return tuple(view for view in self.offers if view.offer.can_be_taken)

    @property
    def unusable(self) -> tuple[OfferView, ...]:
        """What cannot, with the reason."""
        return tuple(view for view in self.offers if view.offer.standing is Standing.UNUSABLE)

    @property
    def same(self) -> tuple[OfferView, ...]:
        """What stands here already."""
        return tuple(view for view in self.offers if view.offer.standing is Standing.SAME)


@dataclass(frozen=True, slots=True)
class SeenAds:
    """The two ads as they were looked at."""

    localisation_id: UUID
    earlier_id: UUID
    earlier_version: int


def earlier_ads(actor: Actor, localisation: Localisation) -> tuple[EarlierAd, ...]:
    """Return the outlet's ads in other campaigns for which something was set.

    Those that ran before this one come first, the latest of them at the top.
    """
    statement = (
        select(Localisation, Campaign)
        .join(Campaign, Campaign.id == Localisation.campaign_id)
        .where(
            Localisation.outlet_id == localisation.outlet_id,
            Localisation.id != localisation.id,
            Campaign.status != CampaignStatus.DRAFT,
        )
        .order_by(Campaign.runs_from.desc(), Localisation.id)
    )
    scope = actor.scope_for(Permission.LOCALISATION_READ)
    with reading() as running:
        rows = running.execute(statement)
        found = [EarlierAd(ad, campaign) for ad, campaign in rows if scope.reaches(ad.path)]
    begins = load_campaign(localisation.campaign_id).runs_from
    set_there = (one for one in found if one.localisation.values)
    return tuple(sorted(set_there, key=lambda one: one.campaign.runs_from > begins))


def open_take_over(actor: Actor, localisation_id: UUID, earlier_id: UUID | None) -> TakeOver:
    """Return what an ad can take over from an earlier one: the newest unless another is named."""
    with reading() as running:
        localisation = get_localisation(actor, localisation_id)
        campaign = load_campaign(localisation.campaign_id)
        outlet = running.get_one(Outlet, localisation.outlet_id)
        found = earlier_ads(actor, localisation)
        chosen = _chosen(found, earlier_id)
        views = _views(actor, localisation, campaign, chosen, outlet) if chosen else ()
        may = actor.may_at(Permission.LOCALISATION_EDIT, localisation.path)
        return TakeOver(
            localisation=localisation,
            campaign=campaign,
            outlet=outlet,
            earlier=found,
            chosen=chosen,
            offers=views,
            may_edit=may and is_open(campaign, clock.today(outlet.time_zone)),
        )


def _chosen(found: tuple[EarlierAd, ...], earlier_id: UUID | None) -> EarlierAd | None:
    if earlier_id is None:
        return found[0] if found else None
    chosen = next((one for one in found if one.localisation.id == earlier_id), None)
    if chosen is None:
        raise NotFound(_NOT_THERE)
    return chosen


def take_over(
    actor: Actor, seen: SeenAds, keys: Collection[str], *, row_version: int
) -> SaveResult:
    """Set chosen values of an earlier ad here, as one step that can be taken back.

    Values that cannot be taken, and an earlier ad that changed since it was looked at, refuse all.
    """
    found = open_take_over(actor, seen.localisation_id, seen.earlier_id)
    if found.chosen is None or found.chosen.localisation.row_version != seen.earlier_version:
        raise Conflict(N_("The earlier ad was changed meanwhile. Look at the list again."))
    offered = {view.offer.key: view.offer.becomes for view in found.usable}
    wrong = sorted(set(keys) - offered.keys())
    if wrong:
        raise Invalid(
            N_("The value of “%(key)s” cannot be taken over. Look at the list again."), key=wrong[0]
        )
    if not keys:
        raise Invalid(N_("Choose at least one value."), field="field")
    with transaction():
        changes = {key: offered[key] for key in keys}
        fields = fields_of(found.campaign)
        result = save_values(actor, seen.localisation_id, changes, row_version, read_by=fields)
        if result.saved:
            record(
                TAKEN_OVER,
                actor,
                result.localisation,
                float(len(result.saved)),
                **{"fields": sorted(result.saved), "from": found.chosen.campaign.slug},
            )
        return result


def _views(
    actor: Actor,
    localisation: Localisation,
    campaign: Campaign,
    chosen: EarlierAd,
    outlet: Outlet,
) -> tuple[OfferView, ...]:
    current = resolve(localisation.id).canonical
    offers = offers_of(
        fields_of(chosen.campaign),
        chosen.localisation.values,
        fields_of(campaign),
        current,
        clock.today(outlet.time_zone),
    )
    language, path = actor.language, outlet.path
    return tuple(
        _view(_with_rights(offer, path, campaign), current, path, language) for offer in offers
    )


def _view(offer: Offer, current: Mapping[str, Json], path: str, language: str) -> OfferView:
    entry = offer.now or offer.earlier
    usable = offer.now is not None and offer.becomes is not None
    after = offer.becomes if usable else offer.value
    return OfferView(
        offer=offer,
        label=entry.label.in_language(language),
        before=value_text(entry, current.get(offer.key), path, language) if offer.now else "",
        after=value_text(entry if usable else offer.earlier, after, path, language),
    )


def _with_rights(offer: Offer, path: str, campaign: Campaign) -> Offer:
    """Return an offer as unusable where it places a photo that may not stand here any more."""
    if not offer.can_be_taken:
        return offer
    try:
        refuse_unusable_photos(path, campaign, {offer.key: offer.becomes})
    except Invalid as refusal:
        standing, message, params = Standing.UNUSABLE, refusal.message, refusal.params
        return replace(offer, standing=standing, message=message, params=params)
    return offer
