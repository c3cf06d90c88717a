"""Owns the pages of the brand kit: what the brand is, its pictures, files and versions."""

import io
from uuid import UUID

from flask import Blueprint, render_template, send_file
from werkzeug.wrappers import Response

from brand_assets.kit.downloads import download_kit_file
from brand_assets.kit.rules import KitStatus
from brand_assets.kit.service import get_kit_version
from brand_assets.kit.showing import find_current_version, show_kit
from brand_assets.kit.specimens import LOGO_SIZE, STYLE_SIZE, logo_picture, style_picture
from portal.foundation.errors import N_
from regions.accounts.guard import current_actor, requires
from regions.accounts.rules import Permission

blueprint = Blueprint("kit", __name__, template_folder="templates")

STATUS_WORDS = {
    KitStatus.DRAFT: N_("Draft"),
    KitStatus.PUBLISHED: N_("In force"),
    KitStatus.RETIRED: N_("Retired"),
}
_FOR_GOOD = "private, max-age=31536000, immutable"
_FOR_NOW = "private, no-cache"


@blueprint.get("/")
@requires(Permission.KIT_READ)
def show_current() -> str | Response:
    """Show the version that holds, or that there is none yet."""
    version = find_current_version(current_actor())
    if version is None:
        may_begin = current_actor().may(Permission.KIT_PUBLISH)
        return render_template("kit/none.html", may_begin=may_begin)
    return _page(version.id)


@blueprint.get("/versions/<uuid:version_id>")
@requires(Permission.KIT_READ)
def show_version(version_id: UUID) -> str:
    """Show one version."""
    return _page(version_id)


def _page(version_id: UUID) -> str:
    actor = current_actor()
    page = show_kit(actor, get_kit_version(actor, version_id))
    return render_template(
        "kit/version.html",
        page=page,
        kit=page.definition,
        status_words=STATUS_WORDS,
        logo_size=LOGO_SIZE,
        style_size=STYLE_SIZE,
    )


@blueprint.get("/versions/<uuid:version_id>/styles/<name>.png")
@requires(Permission.KIT_READ)
def show_style(version_id: UUID, name: str) -> Response:
    """Return the picture of a text style."""
    version = get_kit_version(current_actor(), version_id)
    picture = style_picture(version, name, current_actor().language)
    return _picture(picture, is_final=version.status is not KitStatus.DRAFT)


@blueprint.get("/versions/<uuid:version_id>/logos/<key>.png")
@requires(Permission.KIT_READ)
def show_logo(version_id: UUID, key: str) -> Response:
    """Return the picture of a logo."""
    version = get_kit_version(current_actor(), version_id)
    picture = logo_picture(version, key)
    return _picture(picture, is_final=version.status is not KitStatus.DRAFT)


def _picture(data: bytes, *, is_final: bool) -> Response:
    answer = send_file(io.BytesIO(data), mimetype="image/png")
    answer.headers["Cache-Control"] = _FOR_GOOD if is_final else _FOR_NOW
    return answer


@blueprint.get("/versions/<uuid:version_id>/files/<path:path>")
@requires(Permission.KIT_READ)
def download(version_id: UUID, path: str) -> Response:
    """Hand out a file of the kit, never to be shown in place."""
    file = download_kit_file(current_actor(), version_id, path)
    answer = send_file(
        io.BytesIO(file.data), mimetype=file.media_type, as_attachment=True, download_name=file.name
    )
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
