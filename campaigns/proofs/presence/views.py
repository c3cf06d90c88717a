"""Owns the short requests by which an open editor says that somebody looks at an ad."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, Response, jsonify, render_template

from campaigns.proofs.presence.service import look_at, look_away
from regions.accounts.guard import current_actor, requires
from regions.accounts.rules import Permission

blueprint = Blueprint("presence", __name__, template_folder="templates")


@blueprint.post("/<uuid:localisation_id>/looking")
@requires(Permission.LOCALISATION_READ)
def look(localisation_id: UUID) -> Response:
    """Note who looks; answer with who else does, and whether there is something new."""
    glance = look_at(current_actor(), localisation_id)
    return jsonify(
        row_version=glance.row_version,
        locked=glance.locked,
        html=render_template("presence/looking.html", others=glance.others),
    )


@blueprint.post("/<uuid:localisation_id>/looked")
@requires(Permission.LOCALISATION_READ)
def leave(localisation_id: UUID) -> Response:
    """Note that somebody has closed the editor or turned to another window."""
    look_away(current_actor(), localisation_id)
    return Response(status=HTTPStatus.NO_CONTENT)
