"""Owns taking back one certain save of an ad, whatever was saved after it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from campaigns.ad_templates.fields import Json
from campaigns.ad_templates.rules import refuse_locked
from campaigns.localisation.changing import apply_changes, changed_by
from campaigns.localisation.locking import lock_open
from campaigns.localisation.photos import refuse_unusable_photos
from campaigns.localisation.recording import history_of, record
from campaigns.localisation.restoring import restored
from campaigns.localisation.rules import UNDONE, Change
from campaigns.localisation.service import get_localisation
from campaigns.localisation.steps import is_standing
from campaigns.planning.service import fields_of
from portal.foundation.database import transaction
from regions.accounts.rules import Actor, Permission


@dataclass(frozen=True, slots=True)
class Restoring:
    """What taking a step back would set, and the later changes of fields that keep it from that."""

    values: Mapping[str, Json]
    kept: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What came of it: the step that took it back (None: nothing was left to), and what stayed."""

    step: int | None
    kept: tuple[Change, ...] = ()


def restoring(history: Sequence[Change], step: int) -> Restoring:
    """Return what taking back a step sets: the fields that still say what it made them say.

    Nothing, where it was taken back already.
    """
    if not is_standing(history, step):
        return Restoring({})
    set_then = {change.field_key: change for change in history if change.step == step}
    olds = {key: change.old for key, change in set_then.items()}
    last = {change.field_key: change for change in history if change.field_key in olds}
    later = tuple(change for key, change in last.items() if change.new != set_then[key].new)
    changed = {change.field_key for change in later}
    return Restoring({key: old for key, old in olds.items() if key not in changed}, later)


def take_back(actor: Actor, localisation_id: UUID, step: int) -> TakenBack:
    """Take back one save, as a further step of the history; what others set since stays."""
    found = get_localisation(actor, localisation_id)
    actor.require(Permission.LOCALISATION_EDIT, found.path)
    with transaction():
        localisation, campaign = lock_open(localisation_id)
        past = history_of(localisation_id)
        wanted = restoring(past, step)
        if not wanted.values:
            return TakenBack(None, wanted.kept)
        refuse_locked(fields_of(campaign), wanted.values)
        values = restored(fields_of(campaign), past, step, wanted.values)
        refuse_unusable_photos(localisation.path, campaign, values)
        by = changed_by(actor, localisation)
        apply_changes(localisation, campaign, values, by, undoes_step=step)
        record(UNDONE, actor, localisation)
        return TakenBack(localisation.row_version, wanted.kept)
