"""Owns the pages on which fonts, logos and the press profile come into a draft."""

import io
from http import HTTPStatus
from uuid import UUID

from babel import Locale
from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from brand_assets.kit.editing.overview import show_sections
from brand_assets.kit.editing.pages import get_draft
from brand_assets.kit.editing.sections import find_section
from brand_assets.kit.files.fonts import (
    BroughtFile,
    add_fonts,
    arrange_fallbacks,
    remove_font,
    show_fonts,
)
from brand_assets.kit.files.logo_pictures import SPACE_SIZE, space_picture
from brand_assets.kit.files.logos import add_logo, remove_logo, show_logos
from brand_assets.kit.files.profile import set_profile, show_profile
from brand_assets.kit.font_files import Embedding
from brand_assets.kit.rules import KitProblem
from portal.foundation.errors import N_, Invalid
from regions.accounts.guard import current_actor, requires
from regions.accounts.rules import Permission

blueprint = Blueprint("kit_files", __name__, template_folder="templates")

EMBEDDING_WORDS = {
    Embedding.INSTALLABLE: N_("may be embedded in every file"),
    Embedding.EDITABLE: N_("may be embedded, also in files that others edit"),
    Embedding.PREVIEW: N_("may be embedded in files to look at and print, not to edit"),
}
_NEEDED = N_("Choose a file.")
Answer = Response | str | tuple[str, int]


def _files(name: str) -> list[tuple[str, bytes]]:
    """Return the files of a field that somebody chose, by their own names."""
    given: list[FileStorage] = request.files.getlist(name)
    return [(one.filename or "", one.read()) for one in given if one.filename]


def _file(name: str) -> bytes | None:
    found = _files(name)
    return found[0][1] if found else None


def _problems(version_id: UUID, key: str) -> tuple[KitProblem, ...]:
    _, version = get_draft(current_actor(), version_id)
    states = show_sections(version)
    return next((one.problems for one in states if one.section.key == key), ())


@blueprint.get("/versions/<uuid:version_id>/edit/fonts")
@requires(Permission.KIT_PUBLISH)
def fonts(version_id: UUID) -> str:
    """Show the fonts of a draft, what each can set, and the order in which they help out."""
    return _fonts_page(version_id)


def _fonts_page(version_id: UUID, brought: list[BroughtFile] | None = None) -> str:
    actor = current_actor()
    _, version = get_draft(actor, version_id)
    shown = show_fonts(version)
    return render_template(
        "kit_files/fonts.html",
        version=version,
        section=find_section("fonts"),
        states=show_sections(version),
        problems=_problems(version_id, "fonts"),
        fonts=shown,
        fallbacks=version.definition.get("font_fallbacks", []),
        brought=brought or [],
        embedding_words=EMBEDDING_WORDS,
        language_name=_language_name,
    )


def _language_name(tag: str) -> str:
    return str(Locale.parse(tag).get_display_name(current_actor().language) or tag)


@blueprint.post("/versions/<uuid:version_id>/edit/fonts")
@requires(Permission.KIT_PUBLISH)
def bring_fonts(version_id: UUID) -> Answer:
    """Bring font files into a draft; each is told about by itself."""
    files = _files("files")
    if not files:
        return _refused(_fonts_page(version_id, [BroughtFile("", refusal=Invalid(_NEEDED))]))
    licence = request.form.get("licence", "")
    brought = add_fonts(current_actor(), version_id, files, licence)
    page = _fonts_page(version_id, brought)
    return page if any(one.refusal is None for one in brought) else _refused(page)


def _refused(page: str) -> tuple[str, int]:
    return page, HTTPStatus.UNPROCESSABLE_ENTITY


@blueprint.post("/versions/<uuid:version_id>/edit/fonts/remove")
@requires(Permission.KIT_PUBLISH)
def drop_font(version_id: UUID) -> Response:
    """Take a font out of a draft."""
    key = request.form.get("font", "")
    remove_font(current_actor(), version_id, key)
    flash(gettext("%(name)s is no longer in the kit.", name=key))
    return redirect(url_for("kit_files.fonts", version_id=version_id))


@blueprint.post("/versions/<uuid:version_id>/edit/fonts/order")
@requires(Permission.KIT_PUBLISH)
def order_fonts(version_id: UUID) -> Response:
    """Change the order in which fonts help out where a character is missing."""
    act, _, key = request.form.get("act", "").partition(":")
    arrange_fallbacks(current_actor(), version_id, act, key or request.form.get("font", ""))
    return redirect(url_for("kit_files.fonts", version_id=version_id, _anchor="order"))


@blueprint.get("/versions/<uuid:version_id>/edit/logos/files")
@requires(Permission.KIT_PUBLISH)
def logos(version_id: UUID) -> str:
    """Show the logo files of a draft on their grounds."""
    return _logos_page(version_id)


def _logos_page(version_id: UUID, refusal: Invalid | None = None) -> str:
    _, version = get_draft(current_actor(), version_id)
    return render_template(
        "kit_files/logos.html",
        version=version,
        section=find_section("logos"),
        states=show_sections(version),
        logos=show_logos(version),
        size=SPACE_SIZE,
        refusal=refusal,
        typed=request.form,
    )


@blueprint.post("/versions/<uuid:version_id>/edit/logos/files")
@requires(Permission.KIT_PUBLISH)
def bring_logo(version_id: UUID) -> Answer | Response:
    """Bring a logo into a draft, or a new drawing of one that is there."""
    data, key = _file("file"), request.form.get("key", "").strip()
    name = {language: request.form.get(f"name_{language}", "") for language in ("de", "en")}
    if data is None:
        return _refused(_logos_page(version_id, Invalid(_NEEDED, field="file")))
    try:
        replaced = add_logo(current_actor(), version_id, key, name, data)
    except Invalid as refusal:
        return _refused(_logos_page(version_id, refusal))
    flash(
        gettext("The logo %(key)s has its new drawing.", key=key)
        if replaced
        else gettext("The logo %(key)s is in the kit. Say now where it may stand.", key=key)
    )
    return redirect(url_for("kit_files.logos", version_id=version_id))


@blueprint.post("/versions/<uuid:version_id>/edit/logos/files/remove")
@requires(Permission.KIT_PUBLISH)
def drop_logo(version_id: UUID) -> Response:
    """Take a logo out of a draft."""
    key = request.form.get("logo", "")
    remove_logo(current_actor(), version_id, key)
    flash(gettext("%(name)s is no longer in the kit.", name=key))
    return redirect(url_for("kit_files.logos", version_id=version_id))


@blueprint.get("/versions/<uuid:version_id>/logos/<key>/space.png")
@requires(Permission.KIT_PUBLISH)
def show_space(version_id: UUID, key: str) -> Response:
    """Return a logo with its clear space and its smallest size, on a colour of the kit."""
    _, version = get_draft(current_actor(), version_id)
    picture = space_picture(version, key, request.args.get("on", ""))
    answer = send_file(io.BytesIO(picture), mimetype="image/png")
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@blueprint.get("/versions/<uuid:version_id>/edit/profile")
@requires(Permission.KIT_PUBLISH)
def profile(version_id: UUID) -> str:
    """Show the press profile of a draft."""
    return _profile_page(version_id)


def _profile_page(version_id: UUID, refusal: Invalid | None = None) -> str:
    _, version = get_draft(current_actor(), version_id)
    return render_template(
        "kit_files/profile.html",
        version=version,
        section=find_section("profile"),
        states=show_sections(version),
        problems=_problems(version_id, "profile"),
        profile=version.definition.get("profile"),
        report=show_profile(version),
        refusal=refusal,
        typed=request.form,
    )


@blueprint.post("/versions/<uuid:version_id>/edit/profile")
@requires(Permission.KIT_PUBLISH)
def bring_profile(version_id: UUID) -> Answer:
    """Bring a press profile into a draft, or change what is said about it."""
    try:
        report = set_profile(
            current_actor(),
            version_id,
            _file("file"),
            request.form.get("condition", ""),
            _ink(request.form.get("max_ink", "")),
        )
    except Invalid as refusal:
        return _refused(_profile_page(version_id, refusal))
    flash(
        gettext("%(name)s is the profile of this kit now.", name=report.name)
        if report
        else gettext("Saved.")
    )
    return redirect(url_for("kit_files.profile", version_id=version_id))


def _ink(text: str) -> float | None:
    plain = text.strip().replace("%", "").replace(",", ".").strip()
    if not plain:
        return None
    try:
        number = float(plain)
    except ValueError:
        number = -1.0
    if not 0 <= number < 1000:  # noqa: PLR2004 - also keeps out what is no number
        raise Invalid(N_("Enter the total ink as a number, such as 300."), field="max_ink")
    return number
