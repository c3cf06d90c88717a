"""Owns the answers that the editor's script gets: saved, told of a clash, told what others did."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from http import HTTPStatus
from uuid import UUID

from flask import Response, jsonify, render_template
from flask_babel import format_time, gettext, to_user_timezone

from brand_assets.design_facts import PRICE_MODE_NAMES
from campaigns.ad_templates.fields import Json
from campaigns.localisation.rules import Clash
from campaigns.localisation.service import SaveResult, ValuesClash, history
from campaigns.planning.service import fields_of, load_campaign
from campaigns.proofs.editor import look, open_editor
from campaigns.proofs.editor_words import (
    FIXED_FRAMES,
    SECTION_TITLES,
    size_text,
    told_news,
    told_steps,
)
from campaigns.proofs.value_texts import INPUT_WORDS, value_text
from regions.accounts.guard import current_actor
from regions.accounts.rules import Permission


def words(may_order: bool = False) -> dict[str, object]:
    """Return what all of the editor's templates need besides what they show."""
    language = current_actor().language
    common = {"titles": SECTION_TITLES, "size_text": size_text, "lang": language}
    more = {"price_mode_names": PRICE_MODE_NAMES, "fixed_kinds": FIXED_FRAMES, **INPUT_WORDS}
    return common | more | {"may_order": may_order}


def saved_answer(result: SaveResult, changes: Mapping[str, Json]) -> Response:
    """Answer with what a check of all formats finds after a save."""
    unread = {problem.field: changes[problem.field] for problem in result.problems}
    localisation = result.localisation
    actor = current_actor()
    found = look(actor, localisation.id, unread)
    # Only an open campaign can be saved to, so the right alone says whether it can be ordered.
    may_order = actor.may_at(Permission.LOCALISATION_SUBMIT, localisation.path)
    fields = fields_of(load_campaign(localisation.campaign_id))
    html = render_template(
        "proofs/look.html",
        look=found,
        localisation=localisation,
        steps=told_steps(fields, history(actor, localisation.id), actor.language),
        **words(may_order),
    )
    return jsonify(
        row_version=localisation.row_version,
        saved_at=format_time(to_user_timezone(localisation.changed_at), "short", rebase=False),
        fields=sorted(result.saved),
        others=sorted(result.others),
        unread=sorted(unread),
        open_points=found.open_points,
        mended=[asdict(one) for one in result.mended],
        html=html,
    )


def clash_answer(localisation_id: UUID, clash: ValuesClash) -> Response:
    """Answer that somebody else set the same fields: both values of each, and a choice."""
    editor = open_editor(current_actor(), localisation_id)
    path, language = editor.localisation.path, current_actor().language
    entries = {entry.key: entry for entry in fields_of(editor.campaign)}

    def told(found: Clash) -> tuple[str, str]:
        entry = entries[found.field_key]
        return (
            value_text(entry, found.theirs, path, language),
            value_text(entry, found.mine, path, language),
        )

    html = render_template(
        "proofs/clashes.html",
        clashes=[(found, entries[found.field_key], *told(found)) for found in clash.clashes],
        own_id=current_actor().account_id,
        **words(),
    )
    answer = jsonify(
        code=clash.code,
        detail=gettext(clash.message, **clash.params),
        row_version=clash.row_version,
        fields=[found.field_key for found in clash.clashes],
        html=html,
    )
    answer.status_code = HTTPStatus.CONFLICT
    return answer


def news_answer(localisation_id: UUID, since: int, own: Iterable[int]) -> Response:
    """Answer with what was changed since a row version, apart from `own` steps of the window."""
    actor = current_actor()
    editor = open_editor(actor, localisation_id)
    localisation = editor.localisation
    news = [c for c in history(actor, localisation_id, since) if c.step not in own]
    told = told_news(editor, news, actor.language)
    html = render_template("proofs/news.html", news=told, own_id=actor.account_id, **words())
    return jsonify(
        row_version=localisation.row_version,
        locked=editor.locked,
        fields=[one.key for one in told],
        html=html,
    )
