"""Owns the pages of suppliers: the list, and one supplier."""

import re
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.foundation.errors import Invalid
from portal.foundation.form_errors import show_refusal
from regions.scoping.guard import current_actor, requires
from regions.scoping.permissions import Permission
from regions.suppliers.forms import SupplierForm
from regions.suppliers.models import Supplier
from regions.suppliers.service import get_supplier, list_suppliers, update_supplier
from regions.suppliers.words import KIND_NAMES

blueprint = Blueprint("suppliers", __name__, template_folder="templates")
_FIELDS = ("name", "contact", "email", "phone", "street", "postcode", "city", "row_version")


@blueprint.get("/")
@requires(Permission.SUPPLIER_READ)
def show_suppliers() -> ResponseReturnValue:
    """List the suppliers that serve the reader's part of the tree."""
    return render_template(
        "suppliers/suppliers.html",
        suppliers=list_suppliers(current_actor()),
        kind_names=KIND_NAMES,
    )


@blueprint.get("/<uuid:supplier_id>")
@requires(Permission.SUPPLIER_READ)
def show_supplier(supplier_id: UUID) -> ResponseReturnValue:
    """Show how a supplier is reached."""
    return _page(get_supplier(current_actor(), supplier_id), None)


@blueprint.post("/<uuid:supplier_id>")
@requires(Permission.SUPPLIER_MANAGE)
def save_supplier(supplier_id: UUID) -> ResponseReturnValue:
    """Save how a supplier is called and reached."""
    actor, form = current_actor(), SupplierForm()
    supplier = get_supplier(actor, supplier_id)
    try:
        if not form.validate_on_submit():
            return _page(supplier, form), Invalid.status
        given = form.row_version.data or ""
        version = int(given) if re.fullmatch(r"[0-9]{1,9}", given) else -1
        update_supplier(actor, supplier_id, form.changes(), version)
    except Invalid as refusal:
        show_refusal(form, refusal)
        return _page(supplier, form), refusal.status
    flash(gettext("Saved."))
    return redirect(url_for("suppliers.show_supplier", supplier_id=supplier_id))


def _page(supplier: Supplier, given: SupplierForm | None) -> str:
    manages = current_actor().may_at(Permission.SUPPLIER_MANAGE, supplier.path)
    shown = {name: getattr(supplier, name) for name in _FIELDS}
    form = given or (SupplierForm(formdata=None, data=shown) if manages else None)
    return render_template(
        "suppliers/supplier.html", supplier=supplier, form=form, kind_names=KIND_NAMES
    )
