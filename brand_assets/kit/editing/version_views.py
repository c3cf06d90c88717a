"""Owns the pages on which kits and drafts come and go: a kit from scratch, a draft, its end."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from brand_assets.kit.drafting import begin_draft, create_kit, discard_draft
from brand_assets.kit.editing.forms import NewKitForm
from brand_assets.kit.models import BrandKitVersion
from brand_assets.kit.service import find_readable_versions, get_kit_version
from brand_assets.kit.starting import Taken
from portal.foundation.errors import Invalid
from regions.accounts.guard import current_actor, requires
from regions.accounts.rules import Permission
from regions.hierarchy.service import region_names

blueprint = Blueprint("kit_versions", __name__)


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.KIT_PUBLISH)
def create() -> str | Response | tuple[str, int]:
    """Begin a kit from scratch."""
    form = _new_form()
    if not form.validate_on_submit():
        return render_template("kit_editing/new.html", form=form), 422 if form.errors else 200
    try:
        draft = create_kit(
            current_actor(),
            str(form.path.data),
            str(form.key.data),
            {"de": str(form.name_de.data), "en": str(form.name_en.data)},
            _taken(form),
        )
    except Invalid as refusal:
        field = form.key if refusal.field == "key" else form.name_de
        field.errors = [gettext(refusal.message, **refusal.params)]
        return render_template("kit_editing/new.html", form=form), 422
    flash(gettext("The kit is begun. Go through its sections."))
    return redirect(url_for("kit_editing.show_overview", version_id=draft.id))


def _new_form() -> NewKitForm:
    actor = current_actor()
    form = NewKitForm()
    names = region_names(actor.language)
    paths = sorted(actor.scope_for(Permission.KIT_PUBLISH).paths)
    form.path.choices = [(path, names.get(path, path)) for path in paths]
    sources = [(str(v.id), _source_name(v)) for v in find_readable_versions(actor)]
    form.source.choices = [("", gettext("nothing")), *sources]
    return form


def _source_name(version: BrandKitVersion) -> str:
    name = version.definition["name"][current_actor().language]
    return str(gettext("%(kit)s, version %(number)s", kit=name, number=version.number))


def _taken(form: NewKitForm) -> Taken | None:
    if not form.source.data:
        return None
    return Taken(UUID(form.source.data), form.fonts.data, form.profile.data)


@blueprint.post("/versions/<uuid:version_id>/draft")
@requires(Permission.KIT_PUBLISH)
def begin(version_id: UUID) -> Response:
    """Begin a draft as a copy of a version."""
    actor = current_actor()
    version = get_kit_version(actor, version_id)
    draft = begin_draft(actor, version.kit_id, version.id)
    flash(gettext("Version %(number)s is begun as a draft.", number=draft.number))
    return redirect(url_for("kit_editing.show_overview", version_id=draft.id))


@blueprint.post("/versions/<uuid:version_id>/discard")
@requires(Permission.KIT_PUBLISH)
def discard(version_id: UUID) -> Response:
    """Throw a draft away."""
    discard_draft(current_actor(), version_id, request.form.get("seen", ""))
    flash(gettext("The draft was discarded."))
    return redirect(url_for("kit.show_current"))
