"""Owns the pages on which one gives values to many outlets at once."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import (
    Blueprint,
    Response,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response as Answer

from campaigns.ad_templates.service import get_format
from campaigns.localisation.service import get_localisation
from campaigns.planning.audience import audience_of, count_outlets
from campaigns.planning.service import formats_of, get_campaign
from campaigns.proofs.across.forms import read_cells, read_entries
from campaigns.proofs.across.jobs import ask_for_check, read_counts
from campaigns.proofs.across.pasting import MOST_COLUMNS, MOST_ROWS, Pasted
from campaigns.proofs.across.reading import ReadCell, read_pasted, read_typed, table_cells
from campaigns.proofs.across.saving import (
    Outcome,
    Problem,
    begin_carry_over,
    save_outlets,
)
from campaigns.proofs.across.table import SET_SIZE, AcrossTable, open_table, rows_of
from campaigns.proofs.across.undoing import Given, get_given, undo_all
from campaigns.proofs.refused_places import told_places
from campaigns.proofs.rules import FormatVerdict
from portal.foundation.errors import N_, NotFound
from portal.foundation.spreadsheets import CSV_TYPE, Cell, write_csv
from portal.foundation.workbook_reading import MOST_BYTES, as_lines, read_xlsx
from portal.foundation.workbooks import XLSX_TYPE, write_xlsx
from regions.accounts.guard import current_actor, requires
from regions.accounts.rules import Actor, Permission
from regions.scoping.rules import is_path

blueprint = Blueprint("across", __name__, template_folder="templates")

MOST_SHOWN = 100


@blueprint.get("/<uuid:localisation_id>/across")
@requires(Permission.LOCALISATION_READ)
def show_from_ad(localisation_id: UUID) -> str:
    """Show the other outlets of an ad's campaign, and what of the ad they could take over."""
    actor = current_actor()
    campaign_id = get_localisation(actor, localisation_id).campaign_id
    return _page(actor, open_table(actor, campaign_id, localisation_id, _region()))


@blueprint.get("/across/of/<uuid:campaign_id>")
@requires(Permission.LOCALISATION_READ)
def show_of_campaign(campaign_id: UUID) -> str:
    """Show all outlets of a campaign in the account's scope with their values."""
    actor = current_actor()
    return _page(actor, open_table(actor, campaign_id, None, _region()))


def _page(actor: Actor, table: AcrossTable) -> str:
    return render_template(
        "across/table.html",
        table=table,
        rows=rows_of(actor, table, table.outlets[:SET_SIZE]),
        set_size=SET_SIZE,
        query=_query(table),
        lang=actor.language,
    )


@blueprint.get("/across/of/<uuid:campaign_id>/rows")
@requires(Permission.LOCALISATION_READ)
def show_rows(campaign_id: UUID) -> str:
    """Return the next rows of the table, or the row of one outlet as it is now."""
    actor = current_actor()
    table = open_table(actor, campaign_id, _id("source"), _region())
    only, first = _id("outlet"), max(0, request.args.get("from", 0, type=int))
    chosen = table.outlets[first : first + SET_SIZE] if first < table.total else ()
    if only is not None:
        chosen = tuple(outlet for outlet in table.outlets if outlet.id == only)
    return render_template(
        "across/rows.html", table=table, rows=rows_of(actor, table, chosen), lang=actor.language
    )


@blueprint.get("/across/of/<uuid:campaign_id>/table.csv")
@requires(Permission.LOCALISATION_READ)
def download(campaign_id: UUID) -> Response:
    """Answer with the table as a text file for a spreadsheet."""
    name, cells = _cells(campaign_id)
    return _file(Response(write_csv(cells), mimetype=CSV_TYPE), f"{name}.csv")


@blueprint.get("/across/of/<uuid:campaign_id>/table.xlsx")
@requires(Permission.LOCALISATION_READ)
def download_workbook(campaign_id: UUID) -> Response:
    """Answer with the table as a workbook."""
    name, cells = _cells(campaign_id)
    book = write_xlsx(gettext("Values of all outlets"), cells)
    return _file(send_file(book, mimetype=XLSX_TYPE), f"{name}.xlsx")


def _cells(campaign_id: UUID) -> tuple[str, Iterable[list[Cell]]]:
    actor = current_actor()
    table = open_table(actor, campaign_id, _id("source"), _region())
    heads = (gettext("Number"), gettext("Outlet"))
    rows = rows_of(actor, table, table.outlets)
    return table.campaign.slug, table_cells(table, rows, actor.language, heads)


def _file(answer: Response, name: str) -> Response:
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@blueprint.post("/across/of/<uuid:campaign_id>/read")
@requires(Permission.LOCALISATION_EDIT)
def read(campaign_id: UUID) -> Response:
    """Answer with how cells are read; for a pasted text, with a preview of where they go."""
    actor, form = current_actor(), read_cells(request.get_json(silent=True))
    table = open_table(actor, campaign_id, form.source)
    if not form.pasted:
        typed = [Pasted(str(one.outlet), one.field, one.text) for one in form.cells]
        return jsonify(cells=[_told(cell) for cell in read_typed(actor, table, typed)])
    arranged, cells = read_pasted(actor, table, form.pasted, form.start)
    changing = [cell for cell in cells if cell.changes]
    html = render_template(
        "across/preview.html",
        arranged=arranged,
        cells=changing[:MOST_SHOWN],
        count=len(changing),
        outlets=len({cell.outlet.id for cell in changing}),
        same=len(cells) - len(changing),
        problems=sum(cell.problem is not None for cell in changing),
        says=_says,
        lang=actor.language,
    )
    return jsonify(cells=[_told(cell) for cell in changing], html=html)


@blueprint.post("/across/of/<uuid:campaign_id>/workbook")
@requires(Permission.LOCALISATION_EDIT)
def read_workbook(campaign_id: UUID) -> Response:
    """Answer with the cells of a workbook as text, which is then looked at like any pasted one."""
    get_campaign(current_actor(), campaign_id)
    sent = request.files.get("file")
    data = sent.stream.read(MOST_BYTES + 1) if sent else b""
    rows = read_xlsx(data, most_rows=MOST_ROWS, most_columns=MOST_COLUMNS)
    return jsonify(text=as_lines(rows))


def _told(cell: ReadCell) -> Mapping[str, Any]:
    return {
        "outlet": str(cell.outlet.id),
        "field": cell.column.key,
        "text": cell.text,
        "problem": _says(cell.problem) if cell.problem else None,
    }


def _says(problem: Problem) -> str:
    return str(gettext(problem.message, **problem.params))


@blueprint.post("/across/of/<uuid:campaign_id>/save")
@requires(Permission.LOCALISATION_EDIT)
def save(campaign_id: UUID) -> Response:
    """Save the entries of some outlets; answer with what became of each."""
    actor, form = current_actor(), read_entries(request.get_json(silent=True))
    seen = form.source.as_seen() if form.source else None
    source_id = form.source.id if form.source else None
    given = form.carry_over or begin_carry_over(actor, campaign_id, source_id)
    if get_given(actor, given).campaign.id != campaign_id:
        raise NotFound(N_("This does not exist, or not for your account."))
    outcomes = save_outlets(actor, given, seen, [one.as_entries() for one in form.outlets])
    return jsonify(
        carry_over=str(given),
        url=url_for("across.show_given", carry_over_id=given),
        outlets=[_told_outcome(outcome) for outcome in outcomes],
    )


def _told_outcome(outcome: Outcome) -> Mapping[str, Any]:
    return {
        "outlet": str(outcome.outlet_id),
        "state": outcome.state.value,
        "version": outcome.version,
        "saved": list(outcome.saved),
        "kept": list(outcome.kept),
        "problems": {key: _says(problem) for key, problem in outcome.problems.items()},
        "reason": _says(outcome.reason) if outcome.reason else None,
    }


@blueprint.get("/across/given/<uuid:carry_over_id>")
@requires(Permission.LOCALISATION_READ)
def show_given(carry_over_id: UUID) -> str:
    """Show what was given to which outlets, what a check finds there, and the way back."""
    return render_template(
        "across/given.html", **_standing(get_given(current_actor(), carry_over_id))
    )


@blueprint.post("/across/given/<uuid:carry_over_id>/check")
@requires(Permission.LOCALISATION_READ)
def check(carry_over_id: UUID) -> Response:
    """Have the ads checked that changed since their last check; return how far it is."""
    given = get_given(current_actor(), carry_over_id)
    ask_for_check(given)
    return _progress(given)


@blueprint.get("/across/given/<uuid:carry_over_id>/progress")
@requires(Permission.LOCALISATION_READ)
def show_progress(carry_over_id: UUID) -> Response:
    """Return how far the check is, as a part that asks again; once it has ended, the page anew."""
    return _progress(get_given(current_actor(), carry_over_id))


def _progress(given: Given) -> Response:
    answer = Response(render_template("across/progress.html", given=given))
    answer.headers["Cache-Control"] = "no-store"
    if not given.unchecked:
        answer.headers["HX-Refresh"] = "true"
    return answer


@blueprint.post("/across/given/<uuid:carry_over_id>/undo")
@requires(Permission.LOCALISATION_EDIT)
def undo(carry_over_id: UUID) -> Answer:
    """Take back what was given in one go; what others have set since stays."""
    actor = current_actor()
    undone = undo_all(actor, carry_over_id)
    if undone.count:
        count = undone.count
        flash(ngettext("Taken back for %(num)s outlet.", "Taken back for %(num)s outlets.", count))
    kept = ((place, gettext(why.message, **why.params)) for place, why in undone.kept)
    for told in told_places(kept):
        flash(told, "error")
    return redirect(url_for("across.show_given", carry_over_id=carry_over_id))


def _standing(given: Given) -> dict[str, Any]:
    actor = current_actor()
    formats = [get_format(chosen.format_key) for chosen in formats_of(given.campaign.id)]
    found = {one.localisation.id: read_counts(one.last.findings) for one in given.outlets}
    return {
        "given": given,
        "formats": formats,
        "counts": found,
        "lang": actor.language,
        "only_found": request.args.get("show") == "found",
        "may_submit": actor.may(Permission.LOCALISATION_SUBMIT),
        "found_at": {
            key
            for key, formats in found.items()
            if any(one.verdict is not FormatVerdict.FITS for one in formats.values())
        },
        "fitting": [
            f"{one.localisation.id}:{key}"
            for one in given.outlets
            for key, summary in found[one.localisation.id].items()
            if one.is_checked and not one.is_undone and summary.verdict is not FormatVerdict.OPEN
        ],
    }


def _id(name: str) -> UUID | None:
    try:
        return UUID(request.args.get(name, ""))
    except ValueError:
        return None


def _region() -> str:
    """Return the path of the region that was asked for, empty where it is none."""
    path = request.args.get("region", "")
    return path if is_path(path) else ""


def _query(table: AcrossTable) -> str:
    asked = {"source": table.source.localisation.id if table.source else None}
    given = asked | {"region": table.region or None}
    found = urlencode({key: value for key, value in given.items() if value})
    return f"?{found}" if found else ""


@blueprint.app_context_processor
def _ways() -> dict[str, object]:
    return {"has_other_outlets": has_other_outlets}


def has_other_outlets(campaign_id: UUID) -> bool:
    """Whether this account can change the ads of several outlets of a campaign."""
    scope = current_actor().scope_for(Permission.LOCALISATION_EDIT)
    return count_outlets(audience_of(campaign_id), scope) > 1
