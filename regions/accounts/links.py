"""Owns the signed links that let somebody in once: invitations, and the demo's sign-in links."""

from typing import NamedTuple
from uuid import UUID

from itsdangerous import BadSignature, URLSafeTimedSerializer

from portal.foundation.config import settings
from portal.foundation.errors import N_, NotFound, Refusal

INVITATION_DAYS = 7
_DEMO_DAYS = 30
_DAY = 24 * 60 * 60


class LinkSpent(Refusal):
    """The link was used, is too old, or was never ours."""

    status = 410
    code = "link_spent"


class Invitee(NamedTuple):
    """Whom an invitation is for; `epoch` is the account's when it was written."""

    account_id: UUID
    epoch: int


def invitation_link(account_id: UUID, epoch: int) -> str:
    """Return the address at which an invited person sets a password, once."""
    token = _serializer("invitation").dumps([account_id.hex, epoch])
    return f"{settings().base_url}/invitation/{token}"


def read_invitation(token: str) -> Invitee:
    """Return whom an invitation is for; raises LinkSpent."""
    try:
        account, epoch = _serializer("invitation").loads(token, max_age=INVITATION_DAYS * _DAY)
        return Invitee(UUID(account), int(epoch))
    except (BadSignature, ValueError, TypeError) as error:
        raise spent() from error


def demo_link(account_id: UUID) -> str:
    """Return the address that signs in one account of the demo; NotFound outside demo mode."""
    _only_in_demo()
    return f"{settings().base_url}/demo/sign-in/{_serializer('demo').dumps(account_id.hex)}"


def read_demo_link(token: str) -> UUID:
    """Return the account that a demo link signs in; NotFound outside demo mode."""
    _only_in_demo()
    try:
        return UUID(_serializer("demo").loads(token, max_age=_DEMO_DAYS * _DAY))
    except (BadSignature, ValueError, TypeError, AttributeError) as error:
        raise spent() from error


def spent() -> LinkSpent:
    """Return the one answer for a link that lets nobody in."""
    return LinkSpent(
        N_("This link has been used or is too old. Ask the person who invited you for a new one.")
    )


def _only_in_demo() -> None:
    if not settings().demo:
        raise NotFound(N_("There is nothing at this address."))


def _serializer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings().secret_key, salt=f"heimspiel.{purpose}")
