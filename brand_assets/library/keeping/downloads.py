"""Owns downloads of pictures, for the web or for the press, by signed, short-lived links.

A link names one picture, one form and one account; it opens for that account alone, while it may
still look at the picture, and for a quarter of an hour. Each download is a usage event.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from brand_assets.library.access import get_asset
from brand_assets.library.embedded import write
from brand_assets.library.masters import EmbeddedMeta
from brand_assets.library.models import Asset
from brand_assets.library.photos import page_picture
from brand_assets.library.rules import PAGE_WIDTHS, PictureType, days_left, folded
from brand_assets.library.service import asset_right
from brand_assets.library.usage_kinds import ASSET_DOWNLOADED
from portal.foundation import audit, clock, usage
from portal.foundation.config import settings
from portal.foundation.database import transaction
from portal.foundation.errors import N_, NotFound, NotPermitted
from portal.foundation.storage import file_store
from regions.scoping.actor import Actor
from regions.scoping.permissions import Permission

LIFETIME = 15 * 60
_SALT = "library-download"


class DownloadForm(StrEnum):
    """As what a picture is handed out: a JPEG in sRGB for screens, or the master itself."""

    WEB = "web"
    PRESS = "press"


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture to hand out: its name, kind and content."""

    name: str
    media_type: str
    data: bytes


def download_token(actor: Actor, asset_id: UUID, form: DownloadForm) -> str:
    """Return the token of a link to a picture that the account may look at and use."""
    asset = get_asset(actor, asset_id)
    _refuse_without_right(actor, asset)
    return _serializer().dumps([str(asset.id), form.value, str(actor.account_id)])


def _refuse_without_right(actor: Actor, asset: Asset) -> None:
    left = days_left(asset_right(asset), clock.today())
    if left is not None and left < 0 and not actor.may_at(Permission.ASSET_MANAGE, asset.path):
        raise NotPermitted(N_("The rights to this picture have ended. It cannot be downloaded."))


def open_download(actor: Actor, token: str) -> PictureFile:
    """Return what a link opens for this account; refusals are audited."""
    try:
        asset_id, form = _read(actor, token)
        asset = get_asset(actor, asset_id)
        _refuse_without_right(actor, asset)
    except (NotFound, NotPermitted) as refusal:
        audit.audit_refusal(
            "asset.downloaded",
            actor=actor.ref,
            subject="link",
            subject_id=token[:40],
            details={"why": refusal.message},
        )
        raise
    file = _file(asset, form)
    with transaction():
        usage.record(
            ASSET_DOWNLOADED,
            actor=actor.ref,
            path=asset.path,
            value=float(len(file.data)),
            attributes={"form": form.value},
        )
    return file


def _file(asset: Asset, form: DownloadForm) -> PictureFile:
    stem = re.sub(r"[^a-z0-9]+", "-", folded(asset.title)).strip("-")[:60] or "bild"
    kind = PictureType(asset.media_type)
    if form is DownloadForm.WEB:
        data = write(page_picture(asset.sha256, PAGE_WIDTHS[-1]), _said(asset))
        return PictureFile(f"{stem}-web.jpg", PictureType.JPEG.value, data)
    data = write(file_store().read(asset.sha256), _said(asset))
    return PictureFile(f"{stem}.{kind.extension}", kind.value, data)


def _said(asset: Asset) -> EmbeddedMeta:
    """Return what the file says of itself: what the library knows."""
    return EmbeddedMeta(
        title=asset.title,
        caption=asset.caption,
        alt=asset.alt,
        keywords=tuple(asset.tags),
        creator=asset.photographer,
        credit=asset.credit,
        copyright=asset.copyright,
        usage_terms=asset.rights.usage_terms or asset.rights.licence,
        taken_on=asset.taken_on,
    )


def _read(actor: Actor, token: str) -> tuple[UUID, DownloadForm]:
    try:
        asset_id, form, account_id = _serializer().loads(token, max_age=LIFETIME)
    except SignatureExpired:
        raise NotPermitted(
            N_("This link is too old. Open the picture's page for a new one.")
        ) from None
    except BadSignature:
        raise _gone() from None
    if account_id != str(actor.account_id):
        raise _gone()
    return UUID(asset_id), DownloadForm(form)


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings().secret_key, salt=_SALT)


def _gone() -> NotFound:
    return NotFound(N_("This file does not exist, or not for your account."))
