"""Owns the page that checks a PDF of any program for the press or a screen; nothing is kept."""

from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import FileStorage
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its stubs
from wtforms.validators import InputRequired

from brand_assets.design_facts import Severity
from brand_assets.typesetting.preflight import (
    WORDS,
    PreflightFinding,
    Profile,
    check_pdf,
    given_up,
)
from brand_assets.typesetting.preflight.grouping import WHOLE, Pages, by_pages, page_ranges
from portal.foundation.errors import Invalid
from portal.foundation.jobs.processes import ProcessFailed, run_in_process_within
from portal.foundation.rate_limits import limiter
from regions.accounts.guard import requires
from regions.accounts.rules import Permission

blueprint = Blueprint("pdf_check", __name__)

SECONDS = 30.0
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in a file, by the pages where it is the same."""

    name: str
    passed: bool
    pages: dict[Pages, list[PreflightFinding]]


class PdfForm(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """One PDF, and what it is to be used for."""

    file = FileField(
        _l("PDF file"),
        [FileRequired(_l("Choose a PDF file."))],
        render_kw={"accept": "application/pdf"},
    )
    profile = RadioField(
        _l("What it is for"),
        [InputRequired()],
        choices=[
            SelectChoice(Profile.X4.value, _l("Print")),
            SelectChoice(Profile.SCREEN.value, _l("Screen")),
        ],
        default=Profile.X4.value,
    )


@blueprint.get("/")
@requires(Permission.KIT_READ, Permission.ORDER_LINE_FULFIL)
def show_form() -> str:
    """Ask for a file."""
    return render_template("pages/pdf_check.html", form=PdfForm(), checked=None)


@blueprint.post("/")
@limiter.limit("20 per minute")
@requires(Permission.KIT_READ, Permission.ORDER_LINE_FULFIL)
def check() -> ResponseReturnValue:
    """Check a file in a process of its own and tell what was found."""
    form = PdfForm()
    if not form.validate_on_submit():
        return render_template("pages/pdf_check.html", form=form, checked=None), Invalid.status
    return render_template(
        "pages/pdf_check.html",
        form=form,
        checked=_checked(form.file.data, form.profile.data),
        words=WORDS,
        whole=WHOLE,
        page_ranges=page_ranges,
    )


def _checked(file: FileStorage, profile: str) -> Checked:
    try:
        findings = run_in_process_within(SECONDS, check_pdf, file.read(), profile)
    except (ProcessFailed, MemoryError):
        findings = [given_up()]
    passed = not any(finding.severity is Severity.BLOCKS for finding in findings)
    return Checked((file.filename or "")[:_LONGEST_NAME], passed, by_pages(findings))
