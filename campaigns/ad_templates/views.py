"""Owns the pages of ad templates: which there are, in which format and version."""

from uuid import UUID

from flask import Blueprint, render_template

from campaigns.ad_templates.drafting import drafted_templates, other_templates
from campaigns.ad_templates.service import load_document, published_templates
from regions.accounts.guard import current_actor, requires
from regions.accounts.rules import Permission

blueprint = Blueprint("ad_templates", __name__, template_folder="templates")


@blueprint.get("/")
@requires(Permission.TEMPLATE_READ)
def show_templates() -> str:
    """Show each template's newest published version and what it takes."""
    actor, entries = current_actor(), published_templates()
    may_publish = actor.may(Permission.TEMPLATE_PUBLISH)
    drafts = drafted_templates() if may_publish else frozenset[UUID]()
    return render_template(
        "ad_templates/templates.html",
        entries=entries,
        fields={
            entry.version.id: len(load_document(entry.version.id).fields()) for entry in entries
        },
        lang=actor.language,
        may_publish=may_publish,
        drafts=drafts,
        others=other_templates(with_drafts=may_publish),
    )
