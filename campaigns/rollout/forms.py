"""Owns the forms of effects: the decision, and what the list is narrowed to."""

from collections.abc import Mapping
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its stubs

from campaigns.rollout.reading import AdQuery, Kind
from campaigns.rollout.rules import Policy
from portal.foundation.errors import N_, Invalid
from regions.scoping.rules import is_path


class PublishForm(FlaskForm):
    """The decision: what becomes of running campaigns, and which effect was seen."""

    policy = SelectField(choices=[SelectChoice(policy.value, policy.value) for policy in Policy])
    seen = HiddenField()


def read_seen(text: str | None) -> UUID | None:
    """Return the effect that a page showed, None for none; raises Invalid."""
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise Invalid(N_("This page is out of date. Load it again.")) from None


def read_query(args: Mapping[str, str]) -> AdQuery:
    """Read what the list is narrowed to; what cannot be read narrows nothing."""
    kind, region, page = args.get("kind", ""), args.get("region", ""), args.get("page", "1")
    return AdQuery(
        template=args.get("template", "")[:80],
        format_key=args.get("format", "")[:40],
        kind=Kind(kind) if kind in {one.value for one in Kind} else None,
        region=region if is_path(region) else "",
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1,  # noqa: PLR2004 - digits that are a page
    )
