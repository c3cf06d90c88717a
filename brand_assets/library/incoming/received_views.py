"""Owns the page after an upload: what came in, and a table to describe all of it at once."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from brand_assets.library.incoming.describing import (
    MOST_ROWS,
    Described,
    ForAll,
    RowRefused,
    changeable_assets,
    describe_all,
    described_now,
)
from brand_assets.library.incoming.forms import read_id, read_rows
from brand_assets.library.incoming.telling import ToldUpload, tell_batch
from portal.foundation.errors import Invalid
from regions.accounts.guard import current_actor, requires
from regions.accounts.rules import Permission

blueprint = Blueprint("received", __name__, template_folder="templates")


@blueprint.get("/received")
@requires(Permission.ASSET_UPLOAD)
def show_received() -> str:
    """Show what came in together, and describe it."""
    return _page(ForAll())


@blueprint.get("/received/progress")
@requires(Permission.ASSET_UPLOAD)
def show_progress() -> str:
    """Show how far it is, as a part that asks again while something is under way."""
    return render_template("incoming/progress.html", told=_batch(), batch=_batch_id())


@blueprint.post("/received")
@requires(Permission.ASSET_UPLOAD)
def save_received() -> ResponseReturnValue:
    """Save what is said of all pictures, or put what is said of all into each row first."""
    actor = current_actor()
    known = [described_now(asset) for asset in changeable_assets(actor, _asset_ids(_batch()))]
    try:
        rows, for_all = read_rows(request.form, known)
    except Invalid as refusal:
        problem = gettext(refusal.message, **refusal.params)
        return _page(ForAll(), problem=problem), refusal.status
    if "apply" in request.form:
        filled = [for_all.applied_to(row) for row in rows]
        return _page(ForAll(), filled)
    try:
        count = describe_all(actor, rows)
    except RowRefused as refusal:
        problem = gettext(refusal.message, **refusal.params)
        return _page(for_all, rows, problem, refusal.asset_id), refusal.status
    flash(ngettext("%(num)s picture described.", "%(num)s pictures described.", count))
    return redirect(url_for("library.show_assets"))


def _batch_id() -> UUID | None:
    return read_id(request.values.get("batch", ""))


def _batch() -> Sequence[ToldUpload]:
    batch_id = _batch_id()
    return tell_batch(current_actor(), batch_id) if batch_id else ()


def _asset_ids(told: Sequence[ToldUpload]) -> list[UUID]:
    named = [read_id(text) for text in request.values.getlist("asset")]
    came = [read_id(found.taken.asset_id) for one in told for found in one.pictures]
    return [found for found in dict.fromkeys([*named, *came]) if found][:MOST_ROWS]


def _page(
    for_all: ForAll,
    rows: Sequence[Described] | None = None,
    problem: str = "",
    wrong: UUID | None = None,
) -> str:
    told = _batch()
    assets = changeable_assets(current_actor(), _asset_ids(told))
    shown = {row.asset_id: row for row in rows or [described_now(asset) for asset in assets]}
    return render_template(
        "incoming/received.html",
        told=told,
        batch=_batch_id(),
        rows=[(asset, shown[asset.id]) for asset in assets if asset.id in shown],
        for_all=for_all,
        problem=problem,
        wrong=wrong,
    )
