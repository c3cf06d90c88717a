"""Owns the pages on which accounts are managed: the list, an invitation, one account."""

from typing import TypeVar
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.foundation.errors import Conflict, Invalid
from portal.foundation.form_errors import show_refusal
from portal.foundation.mail import can_send
from regions.accounts.forms import HeldForm, InviteForm, RoleForm
from regions.accounts.granting import give_role, set_active, take_role
from regions.accounts.guard import current_actor, requires
from regions.accounts.invitations import invite, renew_invitation
from regions.accounts.links import INVITATION_DAYS
from regions.accounts.places import offered_places, place_names
from regions.accounts.rules import Permission, grantable_roles
from regions.accounts.service import AccountLine, get_account, list_accounts
from regions.accounts.words import ROLE_DUTIES, ROLE_NAMES

blueprint = Blueprint("accounts", __name__, template_folder="templates")
PAGE = 50
Form = TypeVar("Form", bound=RoleForm)


@blueprint.get("/")
@requires(Permission.ACCOUNT_MANAGE)
def show_accounts() -> ResponseReturnValue:
    """List the accounts that the reader manages."""
    actor = current_actor()
    search = request.args.get("q", "")[:100]
    page = max(request.args.get("page", 1, type=int), 1)
    lines, total = list_accounts(actor, search, page, PAGE)
    return render_template(
        "accounts/accounts.html",
        lines=lines,
        total=total,
        page=page,
        pages=max(-(-total // PAGE), 1),
        search=search,
        roles=ROLE_NAMES,
        places=place_names([g for line in lines for g in line.grants], actor.language),
    )


@blueprint.get("/invite")
@requires(Permission.ACCOUNT_MANAGE)
def show_invite() -> ResponseReturnValue:
    """Ask whom to invite, and to what."""
    return _invite_page(_offered(InviteForm(formdata=None)))


@blueprint.post("/invite")
@requires(Permission.ACCOUNT_MANAGE)
def send_invite() -> ResponseReturnValue:
    """Make the account and show the link that its owner needs."""
    form = _offered(InviteForm())
    try:
        if not form.validate_on_submit():
            return _invite_page(form), Invalid.status
        email, name = form.email.data or "", form.name.data or ""
        link = invite(current_actor(), email, name, form.language.data, form.wish())
    except Invalid as refusal:
        show_refusal(form, refusal)
        return _invite_page(form), refusal.status
    except Conflict as refusal:
        form.email.errors = [gettext(refusal.message, **refusal.params)]
        return _invite_page(form), refusal.status
    return _link_page(name, email, link)


@blueprint.get("/<uuid:account_id>")
@requires(Permission.ACCOUNT_MANAGE)
def show_account(account_id: UUID) -> ResponseReturnValue:
    """Show one account with its roles."""
    return _account_page(
        get_account(current_actor(), account_id), _offered(RoleForm(formdata=None))
    )


@blueprint.post("/<uuid:account_id>/roles")
@requires(Permission.ACCOUNT_MANAGE)
def add_role(account_id: UUID) -> ResponseReturnValue:
    """Give the account another role."""
    form = _offered(RoleForm())
    try:
        if not form.validate_on_submit():
            return _account_page(get_account(current_actor(), account_id), form), Invalid.status
        give_role(current_actor(), account_id, form.wish())
    except Invalid as refusal:
        show_refusal(form, refusal)
        return _account_page(get_account(current_actor(), account_id), form), refusal.status
    flash(gettext("The role is given."))
    return redirect(url_for("accounts.show_account", account_id=account_id))


@blueprint.post("/<uuid:account_id>/roles/take")
@requires(Permission.ACCOUNT_MANAGE)
def remove_role(account_id: UUID) -> ResponseReturnValue:
    """Take a role away."""
    take_role(current_actor(), account_id, HeldForm().grant())
    flash(gettext("The role is taken away."))
    return redirect(url_for("accounts.show_account", account_id=account_id))


@blueprint.post("/<uuid:account_id>/active")
@requires(Permission.ACCOUNT_MANAGE)
def switch_active(account_id: UUID) -> ResponseReturnValue:
    """Let the account sign in again, or end its sessions and keep it out."""
    active = request.form.get("active") == "yes"
    set_active(current_actor(), account_id, active)
    flash(gettext("The account can sign in again.") if active else gettext("The account is off."))
    return redirect(url_for("accounts.show_account", account_id=account_id))


@blueprint.post("/<uuid:account_id>/invitation")
@requires(Permission.ACCOUNT_MANAGE)
def renew(account_id: UUID) -> ResponseReturnValue:
    """Show a new link with which the account sets a password."""
    link = renew_invitation(current_actor(), account_id)
    account = get_account(current_actor(), account_id).account
    return _link_page(account.name, account.email, link)


def _offered(form: Form) -> Form:
    actor = current_actor()
    form.offer(grantable_roles(actor), offered_places(actor, actor.language))
    return form


def _invite_page(form: InviteForm) -> str:
    duties = [(ROLE_NAMES[r], ROLE_DUTIES[r]) for r in grantable_roles(current_actor())]
    return render_template("accounts/invite.html", form=form, duties=duties)


def _link_page(name: str, email: str, link: str) -> str:
    return render_template(
        "accounts/link.html",
        name=name,
        email=email,
        link=link,
        days=INVITATION_DAYS,
        mailed=can_send(),
    )


def _account_page(line: AccountLine, form: RoleForm) -> str:
    actor = current_actor()
    return render_template(
        "accounts/account.html",
        account=line.account,
        grants=line.grants,
        form=form,
        roles=ROLE_NAMES,
        places=place_names(line.grants, actor.language),
        is_own=line.account.id == actor.account_id,
    )
