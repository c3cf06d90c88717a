"""Owns lists of wordings in the browser: taken away and brought back as CSV, and tried out."""

import io
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, request, send_file
from flask import url_for as address_of
from flask_babel import gettext
from werkzeug.wrappers import Response

from brand_assets.cd_rules.wording import find_wordings, plain
from brand_assets.design_facts import Wording
from brand_assets.kit.definition import KitDraft, WordingKind
from brand_assets.kit.drafting import change_draft
from brand_assets.kit.editing.pages import get_draft, kit_of
from brand_assets.kit.editing.word_lists import read_list, write_list
from brand_assets.kit.service import get_kit_version
from portal.foundation.errors import N_, Invalid
from regions.accounts.guard import current_actor, requires
from regions.accounts.rules import Permission

blueprint = Blueprint("kit_words", __name__)

_LONGEST = 2000


@blueprint.get("/versions/<uuid:version_id>/wordings.csv")
@requires(Permission.KIT_READ)
def download(version_id: UUID) -> Response:
    """Hand out the wordings of a version as CSV."""
    version = get_kit_version(current_actor(), version_id)
    data = write_list(version.definition.get("wordings", ()))
    name = f"{version.definition['key']}-{version.number}-wordings.csv"
    answer = send_file(
        io.BytesIO(data), mimetype="text/csv", as_attachment=True, download_name=name
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@blueprint.get("/versions/<uuid:version_id>/wordings")
@requires(Permission.KIT_READ)
def show_tried(version_id: UUID) -> str:
    """Show which wordings of a version a text meets, and the text with them replaced."""
    actor = current_actor()
    version = get_kit_version(actor, version_id)
    text = plain(request.args.get("text", "")[:_LONGEST])
    language = "en" if request.args.get("language") == "en" else "de"
    wordings = [
        Wording(
            one.phrase,
            one.language,
            one.suggestion,
            one.reason.bilingual() if one.reason else None,
            one.kind is WordingKind.PREFERRED,
        )
        for one in KitDraft.model_validate(version.definition).wordings
    ]
    return render_template(
        "kit_editing/tried.html",
        kit=kit_of(actor, version),
        version=version,
        text=text,
        wording_language=language,
        matches=find_wordings(text, wordings, language),
    )


@blueprint.post("/versions/<uuid:version_id>/wordings")
@requires(Permission.KIT_PUBLISH)
def upload(version_id: UUID) -> Response:
    """Take a list of wordings into a draft: in addition to those it has, or instead of them."""
    actor = current_actor()
    _, version = get_draft(actor, version_id)
    file = request.files.get("file")
    if file is None or not file.filename:
        raise Invalid(N_("Choose a CSV file."), field="file")
    read = read_list(file.read())
    if read.problems:
        page = render_template(
            "kit_editing/list_problems.html",
            kit=kit_of(actor, version),
            version=version,
            problems=read.problems,
        )
        return make_response(page, 422)
    instead = request.form.get("how") == "instead"

    def take(raw: dict[str, Any]) -> None:
        kept = [] if instead else [one for one in raw["wordings"] if _name(one) not in names]
        raw["wordings"] = [*kept, *read.wordings]

    names = {_name(one) for one in read.wordings}
    change_draft(actor, version_id, version.sha256, take)
    flash(gettext("%(count)s wordings taken over.", count=len(read.wordings)))
    to = address_of("kit_editing.show_section", version_id=version_id, section="wordings")
    return redirect(to)


def _name(entry: dict[str, Any]) -> str:
    return f"{entry['language']}:{entry['phrase'].casefold()}"
