"""Owns the pages on which a version of a kit is made: overview, sections, comparison, samples."""

import io
from collections.abc import Sequence
from http import HTTPStatus
from itertools import groupby
from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, request, send_file
from flask import url_for as address_of
from flask_babel import gettext
from werkzeug.wrappers import Response

from brand_assets.kit.definition import StylePart
from brand_assets.kit.editing.acting import act, new_row
from brand_assets.kit.editing.choices import NEVER_EMPTY, choices_of
from brand_assets.kit.editing.comparing import compare
from brand_assets.kit.editing.fields import Field, Kind, Typed
from brand_assets.kit.editing.overview import first_open, show_sections
from brand_assets.kit.editing.pages import (
    Shown,
    Window,
    find_in_force,
    get_draft,
    kit_of,
    other_problems,
    ratio_of,
    show_group,
    tell_problems,
)
from brand_assets.kit.editing.rows import Row, Rows, build, read_rows
from brand_assets.kit.editing.saving import save_section
from brand_assets.kit.editing.sections import STYLES, Section, find_section
from brand_assets.kit.editing.versions import version_lines
from brand_assets.kit.models import BrandKitVersion
from brand_assets.kit.rules import text_style
from brand_assets.kit.service import get_kit_version
from brand_assets.kit.specimens import STYLE_SIZE, sample_picture
from brand_assets.kit.starting import starting_styles
from portal.foundation.errors import N_, Conflict, Invalid
from regions.accounts.guard import current_actor, requires
from regions.accounts.rules import Permission
from regions.scoping.actor import not_there

blueprint = Blueprint("kit_editing", __name__, template_folder="templates")

CHANGE_WORDS = {"added": N_("new"), "removed": N_("gone"), "changed": N_("changed")}


@blueprint.get("/versions/<uuid:version_id>/edit")
@requires(Permission.KIT_PUBLISH)
def show_overview(version_id: UUID) -> str:
    """Show what a draft consists of and what is open."""
    actor = current_actor()
    kit, version = get_draft(actor, version_id)
    states = show_sections(version)
    in_force = find_in_force(actor, kit.id)
    return render_template(
        "kit_editing/overview.html",
        kit=kit,
        version=version,
        line=version_lines([version])[0],
        states=states,
        first=first_open(states),
        open_points=sum(state.open for state in states),
        in_force=in_force,
        is_behind=bool(
            in_force and in_force.published_at and in_force.published_at > version.created_at
        ),
    )


@blueprint.get("/versions/<uuid:version_id>/edit/<section>")
@requires(Permission.KIT_PUBLISH)
def show_section(version_id: UUID, section: str) -> Response:
    """Show one section of a draft to be edited."""
    _, version = get_draft(current_actor(), version_id)
    found = _section(section)
    shown = [show_group(version, group, _window()) for group in found.groups]
    return _page(version, found, shown)


@blueprint.post("/versions/<uuid:version_id>/edit/<section>")
@requires(Permission.KIT_PUBLISH)
def change_section(version_id: UUID, section: str) -> Response:
    """Save one section of a draft, or do what a button of its form says before it is saved."""
    actor = current_actor()
    _, version = get_draft(actor, version_id)
    found = _section(section)
    sent = request.form.to_dict(flat=False)
    groups = [read_rows(group, sent) for group in found.groups]
    given = {"rules": {"rule": request.form.get("new-rule", "")}}
    starts = starting_styles(version.definition.get("fonts", []))
    if act(groups, request.form.get("act", ""), given, starts):
        for rows in groups:
            tell_problems(version, rows)
        return _page(version, found, _shown(version, groups), is_saved=False)
    saved = save_section(actor, version_id, groups)
    if not saved.done:
        status = HTTPStatus.CONFLICT if _is_conflict(groups) else HTTPStatus.UNPROCESSABLE_ENTITY
        return _page(saved.version, found, _shown(version, groups), is_saved=False, status=status)
    flash(_told(taken_up=saved.taken_up))
    q, page = (request.args.get(name) or None for name in ("q", "page"))
    return redirect(
        address_of(".show_section", version_id=version_id, section=section, q=q, page=page)
    )


def _told(*, taken_up: bool) -> str:
    text = N_("Saved. What others changed meanwhile was kept.") if taken_up else N_("Saved.")
    return str(gettext(text))


def _section(key: str) -> Section:
    found = find_section(key)
    if found is None or not found.groups:
        raise not_there()
    return found


def _window() -> Window:
    page = request.args.get("page", 1, type=int)
    return Window(request.args.get("q", "")[:120], page)


def _shown(version: BrandKitVersion, groups: Sequence[Rows]) -> list[Shown]:
    """Return the rows of a form with how many entries there are beside them."""
    windows = [show_group(version, rows.group, _window()) for rows in groups]
    return [
        Shown(rows, window.total, window.found, window.page, window.pages)
        for rows, window in zip(groups, windows, strict=True)
    ]


def _grouped(fields: Sequence[Field]) -> list[tuple[str, list[Field]]]:
    """Return fields that follow each other under the same heading together."""
    return [(heading, list(some)) for heading, some in groupby(fields, lambda one: one.group)]


def _is_conflict(groups: Sequence[Rows]) -> bool:
    return any(row.meanwhile for rows in groups for row in rows.rows)


def _page(
    version: BrandKitVersion,
    section: Section,
    shown: Sequence[Shown],
    *,
    is_saved: bool = True,
    status: int = HTTPStatus.OK,
) -> Response:
    actor = current_actor()
    rows = [one.rows for one in shown]
    page = render_template(
        "kit_editing/section.html",
        kit=kit_of(actor, version),
        version=version,
        section=section,
        shown=shown,
        blanks={one.group.part: new_row(one) for one in rows if one.group.can_add},
        states=show_sections(version),
        problems=other_problems(version, section, rows),
        choices=choices_of(version, actor.language),
        never_empty=NEVER_EMPTY,
        colours={c["token"]: c["srgb"] for c in version.definition.get("colours", ())},
        ratio_of=ratio_of,
        grouped=_grouped,
        is_saved=is_saved,
        is_conflict=_is_conflict(rows),
        sample_size=STYLE_SIZE,
        search=request.args.get("q", ""),
        is_german=actor.language == "de",
    )
    return make_response(page, status)


@blueprint.get("/versions/<uuid:version_id>/compare")
@requires(Permission.KIT_READ)
def show_comparison(version_id: UUID) -> str:
    """Show what changed from another version (the one in force without a choice) to this one."""
    actor = current_actor()
    version = get_kit_version(actor, version_id)
    other = _other(version)
    changes = (
        compare(other.definition, version.definition, (other.files, version.files)) if other else ()
    )
    return render_template(
        "kit_editing/compare.html",
        kit=kit_of(actor, version),
        version=version,
        other=other,
        changes=changes,
        change_words=CHANGE_WORDS,
        may_edit=actor.may_at(Permission.KIT_PUBLISH, kit_of(actor, version).path),
    )


def _other(version: BrandKitVersion) -> BrandKitVersion | None:
    wanted = request.args.get("with", "")
    if wanted:
        try:
            other = get_kit_version(current_actor(), UUID(wanted))
        except ValueError:
            raise not_there() from None
        if other.kit_id != version.kit_id:
            raise not_there()
        return other
    other_now = find_in_force(current_actor(), version.kit_id)
    return None if other_now is None or other_now.id == version.id else other_now


@blueprint.get("/versions/<uuid:version_id>/sample.png")
@requires(Permission.KIT_PUBLISH)
def show_sample(version_id: UUID) -> Response:
    """Return a text style as it is just being typed, set in the fonts of the draft."""
    actor = current_actor()
    _, version = get_draft(actor, version_id)
    typed = {one.key: _asked(one) for one in STYLES.fields}
    row = Row("sample", "", {**typed, "name": "Sample"})
    entry = build(STYLES, row, None)
    if row.errors:
        raise Invalid(N_("This text style cannot be set yet. Complete its fields."))
    style = text_style(StylePart.model_validate(entry))
    try:
        picture = sample_picture(version, style, actor.language)
    except ValueError as error:
        raise Conflict(N_("This text style cannot be set yet. Complete its fields.")) from error
    answer = send_file(io.BytesIO(picture), mimetype="image/png")
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def _asked(field: Field) -> Typed:
    if field.kind is Kind.MANY:
        return request.args.getlist(field.key)
    return request.args.get(field.key, "")
