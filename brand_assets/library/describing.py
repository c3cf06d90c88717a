"""Owns what is said about an asset beyond what a form sends: the proposed focal point."""

import io
from uuid import UUID

from PIL import Image

from brand_assets.library.focal_points import propose_focal
from brand_assets.library.photos import page_picture
from brand_assets.library.rules import FocalBy
from brand_assets.library.service import changeable
from portal.foundation import audit
from portal.foundation.database import session, transaction
from regions.scoping.actor import Actor

_WIDTH = 640


def take_proposed_focal(actor: Actor, asset_id: UUID) -> tuple[float, float]:
    """Put the focal point of an asset where its picture draws the eye, and return it."""
    with transaction():
        asset = changeable(actor, asset_id)
        with Image.open(io.BytesIO(page_picture(asset.sha256, _WIDTH))) as picture:
            asset.focal_x, asset.focal_y = propose_focal(picture)
        asset.focal_by = FocalBy.COMPUTED
        session().flush()
        audit.append("asset.changed", actor=actor.ref, subject="asset", subject_id=asset.id)
        return asset.focal_x, asset.focal_y
