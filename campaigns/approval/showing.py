"""Owns how a submission is shown: values in words, and which part of the page each one changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from brand_assets.design_facts import Box, Finding, PageFacts
from brand_assets.kit.loading import load_kit_values
from campaigns.ad_templates.fields import FieldDefinition
from campaigns.ad_templates.service import load_document
from campaigns.approval.models import Decision, Submission, SubmissionProof
from campaigns.approval.queue import SubmissionView, SubmittedProof
from campaigns.approval.rules import SubmissionStatus
from campaigns.planning.service import fields_of
from campaigns.proofs.inputs import read_inputs
from campaigns.proofs.models import Proof
from campaigns.proofs.report_rules import report_of
from campaigns.proofs.rules import read_tallies
from campaigns.proofs.service import check, proof_findings
from campaigns.proofs.sets import set_cached
from campaigns.proofs.value_texts import value_text
from portal.foundation.database import reading
from regions.accounts.rules import Actor

OUTLINE_AIR = 0.012
"""How far an outline stands off what it marks, as a share of the page's longer side."""


@dataclass(frozen=True, slots=True)
class ShownValue:
    """One changed value in words; `number` is that of its outlines, None where nothing shows it."""

    number: int | None
    label: str
    before: str
    last: str
    after: str


@dataclass(frozen=True, slots=True)
class Outline:
    """A numbered frame on the page, in the page's own unit."""

    number: int
    box: Box


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """One page as a picture with the outlines of what changed."""

    width: float
    height: float
    outlines: tuple[Outline, ...]

    @property
    def radius(self) -> float:
        """The radius of a number's disc, in the page's unit."""
        return max(self.width, self.height) * 0.022


@dataclass(frozen=True, slots=True)
class Shown:
    """One submitted format on screen: pictures of now, of the default and of the last approval.

    `score` is how much of what was tested passed, in percent; None where that was not kept.
    """

    submitted: SubmittedProof
    page: int
    pages: int
    now: ShownPicture
    default: ShownPicture | None
    last: ShownPicture | None
    last_proof: Proof | None
    values: tuple[ShownValue, ...]
    findings: tuple[Finding, ...]
    changed_since: bool
    score: int | None = None


def show(
    actor: Actor, view: SubmissionView, format_key: str | None, page: int, language: str
) -> Shown:
    """Return what one page of one submitted format looks like and what changed in it."""
    submitted = _chosen(view, format_key)
    facts = facts_of(submitted.proof)
    page = min(max(page, 0), len(facts) - 1)
    changed = {value.key: value for value in view.facts.changed}
    numbers = _numbers(tuple(changed), facts[page])
    last = last_approved(view, submitted.proof.format_key)
    today = check(actor, view.submission.localisation_id, submitted.proof.format_key)
    plain = check(
        actor,
        view.submission.localisation_id,
        submitted.proof.format_key,
        dict.fromkeys(changed),
    )
    return Shown(
        submitted=submitted,
        page=page,
        pages=len(facts),
        now=_picture(facts[page], numbers),
        default=_picture(plain.facts[page], numbers) if changed else None,
        last=_picture(facts_of(last)[page], numbers) if last else None,
        last_proof=last,
        values=_values(view, numbers, last, language),
        findings=proof_findings(submitted.proof),
        changed_since=today.fingerprint != submitted.proof.fingerprint,
        score=report_of(read_tallies(submitted.proof.tallies), ()).score,
    )


def default_values(view: SubmissionView) -> dict[str, None]:
    """Return the changes that take an ad back to the campaign's defaults, for a picture of it."""
    return {value.key: None for value in view.facts.changed}


def facts_of(proof: Proof) -> tuple[PageFacts, ...]:
    """Return what was measured of a proof's pages, set again from its stored inputs."""
    inputs = read_inputs(proof.inputs)
    kit = load_kit_values(inputs.kit_version_id)
    return set_cached(load_document(inputs.template_version_id), kit, inputs).facts


def _chosen(view: SubmissionView, format_key: str | None) -> SubmittedProof:
    for submitted in view.proofs:
        if submitted.proof.format_key == format_key:
            return submitted
    return view.proofs[0]


def _numbers(keys: tuple[str, ...], facts: PageFacts) -> dict[str, int]:
    shown = {key for frame in facts.frames for key in frame.fields}
    return {key: n for n, key in enumerate((k for k in keys if k in shown), start=1)}


def _picture(facts: PageFacts, numbers: Mapping[str, int]) -> ShownPicture:
    outlines: dict[int, Outline] = {}
    air = max(facts.width, facts.height) * OUTLINE_AIR
    for frame in facts.frames:
        for key in frame.fields:
            if key in numbers:
                box = frame.drawn.grown(air)
                outlines.setdefault(
                    numbers[key], Outline(numbers[key], box.cut_to(facts.width, facts.height))
                )
    return ShownPicture(facts.width, facts.height, tuple(outlines[n] for n in sorted(outlines)))


def _values(
    view: SubmissionView, numbers: Mapping[str, int], last: Proof | None, language: str
) -> tuple[ShownValue, ...]:
    fields = {field.key: field for field in fields_of(view.campaign)}
    before = read_inputs(last.inputs).values if last else {}

    def words(field: FieldDefinition, value: Any) -> str:
        return "" if value is None else value_text(field, value, view.submission.path, language)

    shown = [
        ShownValue(
            number=numbers.get(value.key),
            label=value.label.in_language(language),
            before=words(fields[value.key], value.before),
            last=words(fields[value.key], before[value.key][1] if value.key in before else None),
            after=words(fields[value.key], value.after),
        )
        for value in view.facts.changed
        if value.key in fields
    ]
    return tuple(sorted(shown, key=lambda value: value.number or len(shown) + 1))


def last_approved(view: SubmissionView, format_key: str) -> Proof | None:
    """Return the proof that was approved last in a format, None before the first."""
    handed_in = [submitted.proof.id for submitted in view.proofs]
    statement = (
        select(Proof)
        .join(SubmissionProof, SubmissionProof.proof_id == Proof.id)
        .join(Submission, Submission.id == SubmissionProof.submission_id)
        .join(Decision, Decision.submission_id == Submission.id)
        .where(
            Submission.localisation_id == view.submission.localisation_id,
            Submission.id != view.submission.id,
            Submission.status == SubmissionStatus.APPROVED,
            Proof.format_key == format_key,
            Proof.id.not_in(handed_in),
        )
        .order_by(Decision.at.desc())
        .limit(1)
    )
    with reading() as running:
        return running.scalar(statement)
