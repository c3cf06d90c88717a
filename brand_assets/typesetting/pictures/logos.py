"""Owns the setting of logos, and their facts."""

from brand_assets.design_facts import Box, LogoFacts
from brand_assets.typesetting.display_list import DrawGroup
from brand_assets.typesetting.frames import LogoFrame
from brand_assets.typesetting.pictures.artwork import artwork_of, nearest_colours
from brand_assets.typesetting.scene import (
    Scene,
    SetFrame,
    SettingError,
    turn,
)
from brand_assets.typesetting.shapes.areas import area
from brand_assets.typesetting.shapes.paths import multiply
from portal.foundation.errors import N_


def set_logo(frame: LogoFrame, scene: Scene) -> SetFrame:
    """Return a logo as large as its frame allows without distortion, from its top left."""
    logo = scene.kit.logos.get(frame.variant)
    if logo is None:
        raise SettingError(
            N_("The brand kit has no logo “%(name)s”. Choose one of its logos."), name=frame.variant
        )
    artwork = artwork_of(logo, scene.kit)
    scale = min(frame.w / artwork.width, frame.h / artwork.height)
    points = scene.points
    matrix = (scale * points, 0.0, 0.0, scale * points, frame.x * points, frame.y * points)
    turned = turn(frame, points)
    drawn = Box(frame.x, frame.y, artwork.width * scale, artwork.height * scale)
    return SetFrame(
        frame=frame,
        items=(DrawGroup(artwork.items, multiply(matrix, turned) if turned else matrix),),
        drawn=area(drawn, turned=turn(frame)).box if turned else drawn,
        spots=tuple(_grid(drawn)),
        logo=LogoFacts(
            variant=frame.variant,
            height=drawn.h,
            clear_space=logo.clear_space * drawn.h,
            rotated=bool(frame.rotation % 360),
            opacity=frame.opacity,
            not_exact=nearest_colours(artwork.not_exact, scene.kit),
        ),
    )


def _grid(box: Box) -> list[tuple[float, float]]:
    shares = (0.0, 0.25, 0.5, 0.75, 1.0)
    return [(box.x + a * box.w, box.y + d * box.h) for a in shares for d in shares]
