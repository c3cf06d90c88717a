"""Owns reading a trial: the ads that would need their owners, with pictures before and after."""

from dataclasses import asdict, dataclass
from uuid import UUID

from sqlalchemy import and_, func, select

from campaigns.ad_templates.models import AdTemplateVersion
from campaigns.localisation.models import Localisation
from campaigns.planning.models import Campaign
from campaigns.rollout.apart import Apart
from campaigns.rollout.pictures import WIDTH, KeptPair
from campaigns.rollout.versions.examining import paint_both
from campaigns.rollout.versions.models import VersionTrial, VersionTrialItem
from campaigns.rollout.versions.preparing import Preparing
from campaigns.rollout.versions.rules import Misfit
from campaigns.rollout.versions.shifting import concerned_by
from campaigns.rollout.versions.telling import owners_at
from portal.foundation.database import reading, transaction
from portal.foundation.errors import N_, NotFound
from portal.foundation.storage import file_store
from regions.accounts.models import Account
from regions.accounts.rules import Actor, Permission
from regions.partners.models import Outlet
from regions.scoping import within

PAGE = 25


@dataclass(frozen=True, slots=True)
class TrialRow:
    """One ad of the list, with what keeps it from going over in silence."""

    item: VersionTrialItem
    campaign: Campaign
    outlet: Outlet
    conflicts: tuple[Misfit, ...]


@dataclass(frozen=True, slots=True)
class TrialPage:
    """One page of the list."""

    rows: tuple[TrialRow, ...]
    page: int
    pages: int
    total: int


def list_conflicts(actor: Actor, trial: VersionTrial, page: int = 1) -> TrialPage:
    """Return the ads of a trial that need their owners and that the account may see."""
    scope = actor.scope_for(Permission.LOCALISATION_READ)
    where = and_(VersionTrialItem.trial_id == trial.id, within(VersionTrialItem.path, scope))
    with reading() as running:
        counted = select(func.count()).select_from(VersionTrialItem).where(where)
        total = running.scalar(counted) or 0
        pages = max(1, -(-total // PAGE))
        page = min(max(page, 1), pages)
        statement = (
            select(VersionTrialItem, Campaign, Outlet)
            .join(Campaign, Campaign.id == VersionTrialItem.campaign_id)
            .join(Outlet, Outlet.id == VersionTrialItem.outlet_id)
            .where(where)
            .order_by(VersionTrialItem.weight.desc(), VersionTrialItem.id)
        )
        found = running.execute(statement.limit(PAGE).offset((page - 1) * PAGE))
        rows = tuple(_row(item, campaign, outlet) for item, campaign, outlet in found)
        return TrialPage(rows, page, pages, total)


def _row(item: VersionTrialItem, campaign: Campaign, outlet: Outlet) -> TrialRow:
    return TrialRow(item, campaign, outlet, tuple(Misfit.read(one) for one in item.conflicts))


def get_conflict(actor: Actor, trial: VersionTrial, item_id: UUID) -> TrialRow:
    """Return one ad of a trial that the account may see; raises NotFound."""
    with reading() as running:
        item = running.get(VersionTrialItem, item_id)
        scope = actor.scope_for(Permission.LOCALISATION_READ)
        if item is None or item.trial_id != trial.id or not scope.reaches(item.path):
            raise NotFound(N_("This ad is not part of the trial any more. Go back to the list."))
        campaign = running.get_one(Campaign, item.campaign_id)
        return _row(item, campaign, running.get_one(Outlet, item.outlet_id))


def owners_of(path: str) -> tuple[Account, ...]:
    """Return who would be told about an ad at a place."""
    ids = owners_at([path])[path]
    with reading() as running:
        return tuple(
            running.scalars(select(Account).where(Account.id.in_(ids)).order_by(Account.name))
        )


def pictures_of(trial: VersionTrial, item: VersionTrialItem, page: int) -> KeptPair:
    """Return the pictures of a page before and after, painted and stored at the first time."""
    known = item.pictures.get(str(page))
    if known is not None:
        return KeptPair(**known)
    with reading() as running:
        version = running.get_one(AdTemplateVersion, trial.version_id)
        localisation = running.get_one(Localisation, item.localisation_id)
        concerned = [c for c in concerned_by(version) if c.campaign.id == item.campaign_id]
        if not concerned:
            raise NotFound(N_("There are no pictures any more: the ad has gone over."))
        preparing = Preparing(version, concerned)
        (ready,) = preparing.ready([localisation])
    if ready.both is None or not 0 <= page < len(preparing.document.pages):
        raise NotFound(N_("This page does not exist."))
    pair = Apart(preparing.library.provide).run(paint_both, ready.both, page, WIDTH)
    changed = localisation.row_version != item.row_version
    kept = KeptPair(_store(pair.before), _store(pair.after), pair.differs, changed)
    with transaction() as running:
        row = running.get(VersionTrialItem, item.id, with_for_update=True, populate_existing=True)
        if row is not None:
            row.pictures = {**row.pictures, str(page): asdict(kept)}
    return kept


def _store(data: bytes | None) -> str | None:
    return None if data is None else file_store().put(data, media_type="image/jpeg").sha256


def read_picture(pair: KeptPair, side: str) -> bytes:
    """Return one of two pictures; raises NotFound where a version cannot be set."""
    sha256 = {"before": pair.before, "after": pair.after}.get(side)
    if sha256 is None:
        raise NotFound(N_("There is no picture: this version cannot be set."))
    return file_store().read(sha256)
