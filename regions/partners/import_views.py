"""Owns the page on which head office brings in outlets from a file: check first, then import."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from itsdangerous import BadSignature, URLSafeTimedSerializer

from portal.foundation.config import settings
from portal.foundation.errors import N_, Invalid
from portal.foundation.form_errors import show_refusal
from portal.foundation.storage import file_store
from regions.partners.forms import ConfirmForm, ImportForm
from regions.partners.imports import ImportReport, import_outlet_file
from regions.scoping.guard import current_actor, requires
from regions.scoping.permissions import Permission

blueprint = Blueprint("outlet_import", __name__, template_folder="templates")
_HOUR = 3600
_LONGEST = 16 * 1024 * 1024


@blueprint.get("/")
@requires(Permission.PARTNER_MANAGE)
def show_import() -> ResponseReturnValue:
    """Ask for a file."""
    return _page(ImportForm(formdata=None))


@blueprint.post("/")
@requires(Permission.PARTNER_MANAGE)
def check_file() -> ResponseReturnValue:
    """Say what the file would change; nothing is changed yet."""
    form = ImportForm()
    try:
        if not form.validate_on_submit():
            return _page(form), Invalid.status
        content = form.file.data.stream.read(_LONGEST + 1)
        report = import_outlet_file(current_actor(), _decode(content), dry_run=True)
    except Invalid as refusal:
        show_refusal(form, refusal)
        return _page(form), refusal.status
    if report.problems:
        return _page(form, report), Invalid.status
    stored = file_store().put(content, media_type="text/csv")
    return _page(form, report, ConfirmForm(formdata=None, data={"token": _sign(stored.sha256)}))


@blueprint.post("/confirm")
@requires(Permission.PARTNER_MANAGE)
def confirm_import() -> ResponseReturnValue:
    """Import the file that its reader has just checked."""
    content = file_store().read(_verify(ConfirmForm().token.data or ""))
    report = import_outlet_file(current_actor(), _decode(content), dry_run=False)
    if report.problems:
        return _page(ImportForm(formdata=None), report), Invalid.status
    flash(
        gettext(
            "%(created)s outlets added, %(changed)s changed.",
            created=report.created,
            changed=report.changed,
        )
    )
    return redirect(url_for("outlets.show_outlets"))


def _page(
    form: ImportForm, report: ImportReport | None = None, confirm: ConfirmForm | None = None
) -> str:
    return render_template("partners/import.html", form=form, report=report, confirm=confirm)


def _decode(content: bytes) -> str:
    if len(content) > _LONGEST:
        raise Invalid(N_("The file is too large. Split it into smaller ones."), field="file")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _sign(sha256: str) -> str:
    return _serializer().dumps([sha256, current_actor().account_id.hex])


def _verify(token: str) -> str:
    try:
        sha256, account = _serializer().loads(token, max_age=_HOUR)
    except (BadSignature, ValueError, TypeError) as error:
        raise Invalid(N_("The check is too old. Choose the file again.")) from error
    if account != current_actor().account_id.hex:
        raise Invalid(N_("The check is too old. Choose the file again."))
    return str(sha256)


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings().secret_key, salt="heimspiel.outlet-import")
