"""Owns which setter sets a code."""

from brand_assets.typesetting.codes.barcodes import set_barcode
from brand_assets.typesetting.codes.qr import set_qr
from brand_assets.typesetting.frames import BarcodeFrame, QrFrame
from brand_assets.typesetting.scene import Scene, SetFrame


def set_code(frame: QrFrame | BarcodeFrame, scene: Scene) -> SetFrame | None:
    """Return a code as it came out, None where it has no data."""
    return set_qr(frame, scene) if isinstance(frame, QrFrame) else set_barcode(frame, scene)
