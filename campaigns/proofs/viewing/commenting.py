"""Owns comments from inside: reading, settling, answering and deleting what came through links."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, select

from campaigns.localisation.counted import CountedAd, counted_ads
from campaigns.localisation.models import Localisation
from campaigns.localisation.service import get_localisation
from campaigns.planning.service import formats_of
from campaigns.proofs.service import fingerprint_now
from campaigns.proofs.viewing.models import ViewComment
from campaigns.proofs.viewing.rules import MOST_ANSWER, words_of
from campaigns.proofs.viewing.service import own_ad
from portal.foundation import audit, clock
from portal.foundation.database import reading, transaction
from portal.foundation.errors import N_, NotFound
from regions.accounts.rules import Actor, Permission
from regions.scoping import within

MOST_ADS = 5
_NO_COMMENT = N_("This comment does not exist, or not for your account.")


@dataclass(frozen=True, slots=True)
class Comments:
    """All comments on an ad, the open ones first and the newest first, and what is seen now."""

    open: tuple[ViewComment, ...]
    settled: tuple[ViewComment, ...]
    fingerprints: dict[str, str]
    numbers: Mapping[UUID, int]
    may_delete: bool

    def is_older(self, comment: ViewComment) -> bool:
        """Whether the ad was changed since this was written."""
        return self.fingerprints.get(comment.format_key) != comment.fingerprint


def comments_of(actor: Actor, localisation_id: UUID) -> Comments:
    """Return the comments on an ad that the account may read."""
    localisation = get_localisation(actor, localisation_id)
    with reading() as running:
        every = list(running.scalars(_written_on(localisation.id).order_by(ViewComment.id.desc())))
    shown = {comment.format_key for comment in every}
    return Comments(
        open=tuple(comment for comment in every if comment.settled_at is None),
        settled=tuple(comment for comment in every if comment.settled_at is not None),
        fingerprints={
            chosen.format_key: fingerprint_now(localisation.id, chosen.format_key)
            for chosen in formats_of(localisation.campaign_id)
            if chosen.format_key in shown
        },
        numbers=numbers_of(localisation.id),
        may_delete=_may_delete(actor, localisation),
    )


def numbers_of(localisation_id: UUID) -> dict[UUID, int]:
    """Return the number of each comment on an ad: the same wherever it is shown, and for good."""
    written = (
        select(ViewComment.id)
        .where(ViewComment.localisation_id == localisation_id)
        .order_by(ViewComment.id)
    )
    with reading() as running:
        return {found: number for number, found in enumerate(running.scalars(written), 1)}


def count_open(actor: Actor, localisation_id: UUID) -> int:
    """Return how many comments on an ad are not settled."""
    localisation = get_localisation(actor, localisation_id)
    waiting = _written_on(localisation.id).where(ViewComment.settled_at.is_(None))
    with reading() as running:
        return running.scalar(select(func.count()).select_from(waiting.subquery())) or 0


def commented_ads(actor: Actor) -> tuple[CountedAd, ...]:
    """Return the ads with open comments that the account may change, the latest comment first."""
    scope = actor.scope_for(Permission.LOCALISATION_EDIT)
    counted = (
        select(
            ViewComment.localisation_id,
            func.count().label("open"),
            func.max(ViewComment.at).label("latest"),
        )
        .where(
            within(ViewComment.path, scope),
            ViewComment.settled_at.is_(None),
            ViewComment.deleted_at.is_(None),
        )
        .group_by(ViewComment.localisation_id)
        .subquery()
    )
    latest = counted_ads(counted).order_by(counted.c.latest.desc(), Localisation.path)
    with reading() as running:
        return tuple(CountedAd(*row) for row in running.execute(latest.limit(MOST_ADS)))


def settle(actor: Actor, localisation_id: UUID, comment_id: UUID, *, done: bool) -> ViewComment:
    """Settle a comment, or open it again."""
    own_ad(actor, localisation_id)
    with transaction():
        comment = _comment(localisation_id, comment_id)
        comment.settled_at = clock.now() if done else None
        comment.settled_by_name = actor.name if done else ""
        return comment


def answer(actor: Actor, localisation_id: UUID, comment_id: UUID, text: str) -> ViewComment:
    """Answer a comment; who holds the link reads it there."""
    own_ad(actor, localisation_id)
    said = words_of(text, MOST_ANSWER, "answer")
    with transaction():
        comment = _comment(localisation_id, comment_id)
        comment.answer, comment.answered_at = said, clock.now()
        comment.answered_by_name = actor.name
        return comment


def delete_comment(actor: Actor, localisation_id: UUID, comment_id: UUID) -> None:
    """Delete what somebody wrote, with their name and the answer; only its number stays taken.

    For the ad's own people and for who plans campaigns there, as its writer may ask either.
    """
    localisation = get_localisation(actor, localisation_id)
    if not _may_delete(actor, localisation):
        actor.require(Permission.LOCALISATION_EDIT, localisation.path)
    with transaction():
        comment = _comment(localisation_id, comment_id)
        empty(comment)
        audit.append(
            "view_comment.deleted",
            actor=actor.ref_at(localisation.path),
            subject="view_comment",
            subject_id=comment.id,
            details={"localisation": str(localisation_id), "link": str(comment.link_id)},
        )


def empty(comment: ViewComment) -> None:
    """Take everything out of a comment that somebody said or is called by."""
    comment.name = comment.text = comment.answer = ""
    comment.answered_by_name = comment.settled_by_name = ""
    comment.written_by = comment.x = comment.y = comment.answered_at = None
    comment.deleted_at = clock.now()


def _may_delete(actor: Actor, localisation: Localisation) -> bool:
    rights = (Permission.LOCALISATION_EDIT, Permission.CAMPAIGN_PLAN)
    return any(actor.may_at(right, localisation.path) for right in rights)


def _written_on(localisation_id: UUID) -> Select[ViewComment]:
    """Select the comments on an ad that were not deleted."""
    return select(ViewComment).where(
        ViewComment.localisation_id == localisation_id, ViewComment.deleted_at.is_(None)
    )


def _comment(localisation_id: UUID, comment_id: UUID) -> ViewComment:
    """Return a comment on this very ad; raises NotFound."""
    with transaction() as running:
        found = running.get(ViewComment, comment_id)
    if found is None or found.localisation_id != localisation_id or found.deleted_at:
        raise NotFound(_NO_COMMENT)
    return found
