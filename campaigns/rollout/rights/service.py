"""Owns what the end of picture rights brings about: announcements, and pictures taken out."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from brand_assets.design_facts import RightsProblem
from brand_assets.library.models import Asset, AssetRights, AssetUse, RightsNotice
from brand_assets.library.service import rights_of_photos
from campaigns.ad_templates.fields import photos_in
from campaigns.approval.models import Submission
from campaigns.approval.rules import SubmissionStatus
from campaigns.localisation.models import Localisation
from campaigns.localisation.withdrawing import EndedPhoto, withdraw_photos
from campaigns.orders.models import OrderLine
from campaigns.orders.rules import LineStatus
from campaigns.planning.service import fields_of, load_campaign
from campaigns.rollout.rights.rules import NOTICE_DAYS, RIGHTS_ANNOUNCED, notice_due
from campaigns.rollout.rights.users import (
    LOCALISATION,
    concerned,
    offering_campaigns,
    running_uses,
)
from portal.foundation import clock, usage
from portal.foundation.database import insert_if_absent, reading, session, transaction
from portal.foundation.jobs import enqueue

MAIL_JOB = "rollout.rights_mail"
_UNDER_WAY = (LineStatus.AWAITING_DECISION, LineStatus.ORDERED)


def announce_endings() -> int:
    """Tell those who use a picture that its rights end soon; returns how many were told.

    Each person is told of each end at most three times, in one mail for all pictures.
    """
    today = clock.today()
    campaigns, told = offering_campaigns(today), 0
    endings = _ending(today, today + timedelta(days=max(NOTICE_DAYS)))
    uses = running_uses([asset.id for asset in endings], today)
    by_account: dict[UUID, list[dict[str, object]]] = {}
    with transaction():
        for asset in endings:
            own = [use for use in uses if use.asset_id == asset.id]
            for account_id, places in concerned(asset, own, campaigns).items():
                days = _notice(asset, account_id, today)
                if days is not None:
                    entry: dict[str, object] = {"asset_id": str(asset.id), "places": list(places)}
                    by_account.setdefault(account_id, []).append(entry)
        for account_id, entries in by_account.items():
            payload = {"account_id": str(account_id), "assets": entries}
            enqueue(MAIL_JOB, payload, key=f"{MAIL_JOB}:{account_id}:{today}")
            told += 1
    return told


def _ending(first: date, last: date) -> list[Asset]:
    statement = (
        select(Asset)
        .join(AssetRights, AssetRights.asset_id == Asset.id)
        .where(AssetRights.ends >= first, AssetRights.ends <= last, Asset.archived_at.is_(None))
        .order_by(AssetRights.ends, Asset.title)
    )
    with reading() as running:
        return list(running.scalars(statement).unique())


def _notice(asset: Asset, account_id: UUID, today: date) -> int | None:
    """Write down an announcement that is due; None where none is."""
    ends = asset.rights.ends
    if ends is None:
        return None
    given = select(RightsNotice.days).where(
        RightsNotice.asset_id == asset.id,
        RightsNotice.ends == ends,
        RightsNotice.account_id == account_id,
    )
    days = notice_due(ends, today, list(session().scalars(given)))
    if days is None:
        return None
    row = {"asset_id": asset.id, "ends": ends, "days": days, "account_id": account_id}
    if not insert_if_absent(RightsNotice, **row, sent_at=clock.now()):
        return None
    usage.record(RIGHTS_ANNOUNCED, actor=None, path=asset.path, value=float(days))
    return days


def withdraw_ended() -> int:
    """Take pictures whose rights have ended out of drafts; returns from how many ads.

    Ads that wait for a decision or for their delivery stay as they are: there the same end is
    found by the check, and they are looked at again once that is over.
    """
    changed = 0
    for localisation_id in _drafts_with_ended():
        ended = _ended_in(localisation_id)
        changed += bool(ended and withdraw_photos(localisation_id, ended))
    return changed


def _drafts_with_ended() -> list[UUID]:
    today = clock.today()
    ended = select(AssetRights.asset_id).where(AssetRights.ends < today)
    statement = (
        select(Localisation.id, AssetUse.asset_id)
        .join(AssetUse, AssetUse.subject_id == Localisation.id)
        .where(AssetUse.subject == LOCALISATION, AssetUse.asset_id.in_(ended))
        .order_by(Localisation.path)
    )
    with reading() as running:
        rows = running.execute(statement).all()
        open_ads = {u.localisation_id for u in running_uses({row[1] for row in rows}, today)}
        held = _held({row[0] for row in rows} & open_ads)
    return [i for i in dict.fromkeys(row[0] for row in rows) if i in open_ads and i not in held]


def _held(localisation_ids: Collection[UUID]) -> set[UUID]:
    """Return those that wait for a decision, or are ordered and not handed over."""
    waiting = select(Submission.localisation_id).where(
        Submission.localisation_id.in_(localisation_ids),
        Submission.status == SubmissionStatus.AWAITING_DECISION,
    )
    ordered = select(OrderLine.localisation_id).where(
        OrderLine.localisation_id.in_(localisation_ids), OrderLine.status.in_(_UNDER_WAY)
    )
    return {*session().scalars(waiting), *session().scalars(ordered)}


def _ended_in(localisation_id: UUID) -> dict[str, EndedPhoto]:
    """Return the pictures of an ad whose rights have ended, by content hash."""
    today = clock.today()
    with reading() as running:
        localisation = running.get_one(Localisation, localisation_id)
        campaign = load_campaign(localisation.campaign_id)
        chosen = list(photos_in(fields_of(campaign), localisation.values).values())
        rights = rights_of_photos(localisation.path, chosen)
        ends = {
            sha256: right.ends
            for sha256, right in rights.items()
            if right.ends and right.problem(today) is RightsProblem.EXPIRED
        }
        titles = _titles(ends)
    return {sha256: EndedPhoto(titles.get(sha256, ""), day) for sha256, day in ends.items()}


def _titles(hashes: Collection[str]) -> dict[str, str]:
    statement = select(Asset.sha256, Asset.title).where(Asset.sha256.in_(hashes))
    return {row.sha256: row.title for row in session().execute(statement.order_by(Asset.path))}
