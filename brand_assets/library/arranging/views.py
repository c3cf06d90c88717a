"""Owns the pages that keep a library in order: collections, tags, changes to many at once."""

from uuid import UUID

from flask import Blueprint, flash, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from brand_assets.library.arranging.collections import (
    add_to_collection,
    collection_assets,
    collection_places,
    describe_collection,
    discard_collection,
    get_collection,
    make_collection,
    may_arrange,
    move_in_collection,
    remove_from_collection,
    summarise_collections,
)
from brand_assets.library.arranging.rules import CollectionWords, check_selection
from brand_assets.library.arranging.tags import list_tags, rename_tag, suggest_tags, tag_assets
from brand_assets.library.service import archive_asset
from portal.foundation.database import transaction
from portal.foundation.errors import N_, Invalid, Refusal
from regions.accounts.guard import current_actor, requires
from regions.accounts.places import place_names
from regions.accounts.rules import Actor, Grant, Permission, Role

blueprint = Blueprint("arranging", __name__, template_folder="templates")

_FIRST, _LAST = -10_000, 10_000
MOVES = {"first": _FIRST, "up": -1, "down": 1, "last": _LAST}


@blueprint.get("/collections/")
@requires(Permission.ASSET_READ)
def show_collections() -> str:
    """List the collections that the account sees, and offer to make one."""
    return _collections_page(current_actor())


@blueprint.post("/collections/")
@requires(Permission.ASSET_UPLOAD, Permission.ASSET_MANAGE)
def make() -> ResponseReturnValue:
    """Make a collection."""
    actor = current_actor()
    try:
        made = make_collection(actor, request.form.get("place", ""), _words())
    except Invalid as refusal:
        return _collections_page(actor, _said(refusal)), refusal.status
    flash(gettext("The collection is there. Choose pictures in the library and add them."))
    return redirect(f"/assets/collections/{made.id}")


@blueprint.get("/collections/<uuid:collection_id>")
@requires(Permission.ASSET_READ)
def show_collection(collection_id: UUID) -> str:
    """Show what is in a collection, in its order."""
    return _collection_page(collection_id)


@blueprint.post("/collections/<uuid:collection_id>")
@requires(Permission.ASSET_UPLOAD, Permission.ASSET_MANAGE)
def describe(collection_id: UUID) -> ResponseReturnValue:
    """Name and describe a collection anew."""
    try:
        describe_collection(current_actor(), collection_id, _words())
    except Invalid as refusal:
        return _collection_page(collection_id, _said(refusal)), refusal.status
    flash(gettext("Saved."))
    return redirect(f"/assets/collections/{collection_id}")


@blueprint.post("/collections/<uuid:collection_id>/discard")
@requires(Permission.ASSET_UPLOAD, Permission.ASSET_MANAGE)
def discard(collection_id: UUID) -> Response:
    """Take a collection apart."""
    discard_collection(current_actor(), collection_id)
    flash(gettext("The collection is gone. Its pictures stay in the library."))
    return redirect("/assets/collections/")


@blueprint.post("/collections/<uuid:collection_id>/items/<uuid:asset_id>")
@requires(Permission.ASSET_UPLOAD, Permission.ASSET_MANAGE)
def arrange(collection_id: UUID, asset_id: UUID) -> Response:
    """Move one picture in a collection, or take it out."""
    actor, wanted = current_actor(), request.form.get("move", "")
    get_collection(actor, collection_id)
    if wanted == "out":
        remove_from_collection(actor, collection_id, asset_id)
        flash(gettext("The picture is out of the collection. It stays in the library."))
    elif wanted in MOVES:
        move_in_collection(actor, collection_id, asset_id, MOVES[wanted])
    else:
        raise Invalid(N_("Choose where the picture is to go."), field="move")
    return redirect(f"/assets/collections/{collection_id}")


@blueprint.get("/tags/")
@requires(Permission.ASSET_MANAGE)
def show_tags() -> str:
    """List the tags of the pictures that the account keeps."""
    return _tags_page(current_actor())


@blueprint.post("/tags/")
@requires(Permission.ASSET_MANAGE)
def rename() -> ResponseReturnValue:
    """Rename a tag; under a name that is there already, both become one."""
    actor = current_actor()
    old, new = request.form.get("tag", ""), request.form.get("name", "")
    try:
        changed = rename_tag(actor, old, new)
    except Invalid as refusal:
        return _tags_page(actor, _said(refusal)), refusal.status
    flash(ngettext("%(num)s picture changed.", "%(num)s pictures changed.", changed))
    return redirect("/assets/tags/")


@blueprint.get("/tags/suggest")
@requires(Permission.ASSET_READ)
def suggest() -> Response:
    """Return the tags that begin with what was typed."""
    return jsonify(suggest_tags(current_actor(), request.args.get("q", "")))


@blueprint.post("/selection")
@requires(Permission.ASSET_UPLOAD, Permission.ASSET_MANAGE)
def change_selection() -> Response:
    """Change all chosen pictures at once, or none of them, and go back to the list."""
    actor, chosen = current_actor(), _chosen()
    try:
        flash(_change(actor, chosen, request.form.get("action", "")))
    except Refusal as refusal:
        flash(gettext(refusal.message, **refusal.params), "error")
    back = request.form.get("back", "")
    return redirect(back if back.startswith("/assets/?") and back.isprintable() else "/assets/")


def _change(actor: Actor, chosen: list[UUID], action: str) -> str:
    check_selection(len(chosen))
    if action == "tag":
        count = tag_assets(actor, chosen, request.form.get("tags", "").split(","))
        return str(ngettext("%(num)s picture changed.", "%(num)s pictures changed.", count))
    if action == "collect":
        count = add_to_collection(actor, _uuid(request.form.get("collection", "")), chosen)
        return str(ngettext("%(num)s picture added.", "%(num)s pictures added.", count))
    if action == "archive":
        with transaction():
            for asset_id in chosen:
                archive_asset(actor, asset_id)
        words = ngettext(
            "%(num)s picture is out of the library.",
            "%(num)s pictures are out of the library.",
            len(chosen),
        )
        return str(words)
    raise Invalid(N_("Choose what is to be done with the pictures."), field="action")


def _chosen() -> list[UUID]:
    return list(dict.fromkeys(_uuid(value) for value in request.form.getlist("asset")))


def _uuid(value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError as error:
        raise Invalid(N_("Choose one of the list.")) from error


def _words() -> CollectionWords:
    return CollectionWords(request.form.get("name", ""), request.form.get("description", ""))


def _said(refusal: Invalid) -> str:
    return str(gettext(refusal.message, **refusal.params))


def _collections_page(actor: Actor, problem: str = "") -> str:
    summaries = summarise_collections(actor)
    return render_template(
        "library/collections.html",
        summaries=summaries,
        places=_places(actor, collection_places(actor)),
        names=_places(actor, [entry.collection.path for entry in summaries]),
        problem=problem,
        sent=request.form,
    )


def _collection_page(collection_id: UUID, problem: str = "") -> str:
    actor = current_actor()
    collection = get_collection(actor, collection_id)
    return render_template(
        "library/collection.html",
        collection=collection,
        assets=collection_assets(actor, collection_id),
        may_arrange=may_arrange(actor, collection.path),
        place=_places(actor, [collection.path])[collection.path],
        problem=problem,
    )


def _tags_page(actor: Actor, problem: str = "") -> str:
    text = request.args.get("q", "")[:60]
    return render_template(
        "library/tags.html", tags=list_tags(actor, text), text=text, problem=problem
    )


def _places(actor: Actor, paths: list[str]) -> dict[str, str]:
    """Return what places are called, by path."""
    names = place_names([Grant(Role.PARTNER_STAFF, path) for path in paths], actor.language)
    return {path: names.get(path, path) for path in paths}
