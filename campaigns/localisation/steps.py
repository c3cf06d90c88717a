"""Owns which saves stand, and what taking one back or repeating it sets (pure).

What one person typed into one field without a pause is one step: it was saved in between only so
that nothing gets lost.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from campaigns.ad_templates.fields import Json
from campaigns.localisation.rules import Change, goes_on

_PAUSE = timedelta(seconds=5)


@dataclass(slots=True)
class _Stacks:
    """The steps that stand and the undoing steps that can be repeated, the latest last.

    `taken` is what each undoing step took back.
    """

    standing: list[int] = field(default_factory=list)
    undoing: list[int] = field(default_factory=list)
    taken: dict[int, list[int]] = field(default_factory=dict)


def undo_of(history: Sequence[Change]) -> tuple[int, dict[str, Json]] | None:
    """Return the step that an undo takes back, and the values to set; None with nothing to undo.

    It takes back that step with all that was typed on into its field without a pause; where that
    led to what was there before, there is nothing to see, and the step before it is meant.
    """
    runs, standing = _runs(history), _stacks(history).standing
    by_step = _by_step(history)
    while standing:
        run = [step for step in runs[standing[-1]] if step in standing]
        first, last = by_step[run[0]], by_step[run[-1]]
        if len(run) == 1 or first[0].old != last[0].new:
            return run[0], _olds(first)
        standing = [step for step in standing if step not in run]
    return None


def redo_of(history: Sequence[Change]) -> tuple[int, dict[str, Json]] | None:
    """Return the undoing step that a redo takes back, and the values to set; None if none.

    A new change ends what could be repeated.
    """
    undoing = _stacks(history).undoing
    return (undoing[-1], _olds(_by_step(history)[undoing[-1]])) if undoing else None


def is_standing(history: Sequence[Change], step: int) -> bool:
    """Whether a step was not taken back, or was set again since."""
    return step in _stacks(history).standing


def _stacks(history: Sequence[Change]) -> _Stacks:
    """Return what stands after all steps; what the system did is nobody's to take back."""
    found, runs = _Stacks(), _runs(history)
    steps = ((change.step, change.undoes_step) for change in history if not change.by_system)
    for step, origin in dict(sorted(steps, key=lambda one: one[0])).items():
        if origin is None:
            found.standing.append(step)
            found.undoing.clear()
        elif origin in found.taken:
            found.standing.extend(found.taken[origin])
            found.undoing = [one for one in found.undoing if one != origin]
        else:
            gone = [one for one in runs[origin] if one >= origin and one in found.standing]
            found.standing = [one for one in found.standing if one not in gone]
            found.undoing.append(step)
            found.taken[step] = gone
    return found


def _runs(history: Sequence[Change]) -> Mapping[int, list[int]]:
    """Return by step the steps that were typed in one go with it, itself among them."""
    runs: dict[int, list[int]] = {}
    last: Sequence[Change] = ()
    for step, changes in sorted(_by_step(history).items()):
        goes_on = len(changes) == len(last) == 1 and _goes_on(last[0], changes[0])
        runs[step] = runs[step - 1] if goes_on else []
        runs[step].append(step)
        last = changes
    return runs


def _goes_on(last: Change, change: Change) -> bool:
    follows = last.step + 1 == change.step and change.by_id is not None
    return follows and goes_on(last, change, _PAUSE)


def _by_step(history: Sequence[Change]) -> dict[int, list[Change]]:
    found: dict[int, list[Change]] = {}
    for change in history:
        found.setdefault(change.step, []).append(change)
    return found


def _olds(changes: Sequence[Change]) -> dict[str, Json]:
    return {change.field_key: change.old for change in changes}
