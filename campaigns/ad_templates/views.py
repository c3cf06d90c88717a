"""Owns the pages of ad templates: which there are, in which format and version."""

from flask import Blueprint, render_template

from campaigns.ad_templates.service import load_document, published_templates
from regions.accounts.guard import current_actor, requires
from regions.accounts.rules import Permission

blueprint = Blueprint("ad_templates", __name__, template_folder="templates")


@blueprint.get("/")
@requires(Permission.TEMPLATE_READ)
def show_templates() -> str:
    """Show each template's newest published version and what it takes."""
    entries = published_templates()
    return render_template(
        "ad_templates/templates.html",
        entries=entries,
        fields={
            entry.version.id: len(load_document(entry.version.id).fields()) for entry in entries
        },
        lang=current_actor().language,
    )
