"""Owns the rules about photos: resolution after crop, focal point, rights."""

from collections.abc import Iterable, Sequence

from brand_assets.cd_rules.context import Ad, CheckContext, PlacedFrame
from brand_assets.cd_rules.rule import FrameRule
from brand_assets.design_facts import (
    AssetRight,
    Bilingual,
    Finding,
    FrameKind,
    KitValues,
    Mend,
    MendKind,
    PageFacts,
    Parameter,
    RightsProblem,
    Severity,
    figure,
)

CHOOSE = Mend(MendKind.CHOOSE_PHOTO, Bilingual("Anderes Foto wählen", "Choose another photo"))
WIDEN = Mend(MendKind.WIDEN_CROP, Bilingual("Ausschnitt vergrößern", "Widen the crop"))


class PhotoRule(FrameRule):
    """A frame rule for frames in which a photo stands."""

    kinds = (FrameKind.PHOTO,)

    def subjects(self, ad: Ad) -> Iterable[PlacedFrame]:
        """Return the frames with a photo in them."""
        return [p for p in super().subjects(ad) if p.facts.photo is not None]


# Below three quarters of the nominal resolution a photo looks soft, below half of it bad.
_RESOLUTIONS = (
    ("print", Bilingual("Druck", "Print"), 225.0, 150.0),
    ("newspaper", Bilingual("Zeitung", "Newspaper"), 150.0, 100.0),
    ("poster", Bilingual("Plakat", "Poster"), 130.0, 75.0),
)


def _resolutions() -> tuple[Parameter, ...]:
    hints = [
        Parameter(
            f"check_{medium}",
            Bilingual(f"{name.de}: prüfen unter", f"{name.en}: check below"),
            *("dpi", 30, 600, nominal, f"min_ppi.{medium}"),
        )
        for medium, name, nominal, _ in _RESOLUTIONS
    ]
    errors = [
        Parameter(
            f"error_{medium}",
            Bilingual(f"{name.de}: Fehler unter", f"{name.en}: error below"),
            *("dpi", 20, 600, error, "error_ppi"),
        )
        for medium, name, _, error in _RESOLUTIONS
    ]
    return (*hints, *errors)


class Resolution(PhotoRule):
    """A photo is sharp enough at the size and crop in which it is placed."""

    id = "photo.resolution"
    severity = Severity.CHECK
    clause = "Brand kit, limits: effective resolution by medium"
    about = Bilingual(
        "Ein Foto ist in Größe und Ausschnitt scharf genug für sein Medium.",
        "A photo is sharp enough for its medium at its size and crop.",
    )
    parameters = _resolutions()

    def subjects(self, ad: Ad) -> Iterable[PlacedFrame]:
        """Return the photos of media for which the kit states a resolution."""
        return super().subjects(ad) if _asked(self, ad) is not None else ()

    def judge(self, subject: PlacedFrame, ad: Ad) -> Finding | None:
        """Block below the error limit, ask for a look below the one of a hint."""
        photo, medium = subject.facts.photo, ad.context.medium
        nominal = self.number(f"check_{medium}", ad)
        error = self.number(f"error_{medium}", ad)
        if photo is None or round(photo.ppi) >= max(nominal, error):
            return None
        hopeless = photo.ppi < error
        can_widen = photo.widest_ppi is not None and round(photo.widest_ppi) >= nominal
        where = ad.context.where()
        return self.frame_finding(
            subject,
            Bilingual(
                f"{where.de} hat das Foto nur {figure(photo.ppi, 'de')} dpi, nötig sind "
                f"{figure(nominal, 'de')}.",
                f"{where.en}, the photo has only {figure(photo.ppi, 'en')} dpi, "
                f"{figure(nominal, 'en')} are needed.",
            ),
            severity=Severity.BLOCKS if hopeless else Severity.CHECK,
            mends=_photo_mends(subject, can_widen=can_widen),
            figures={"ppi": photo.ppi, "nominal": nominal},
        )


def asked_ppi(pages: Sequence[PageFacts], kit: KitValues, context: CheckContext) -> float | None:
    """Return the resolution below which a photo in an ad is found wanting, None where none is."""
    ad = Ad(tuple(pages), kit, context)
    return _asked(Resolution(), ad)


def least_ppi(pages: Sequence[PageFacts], kit: KitValues, context: CheckContext) -> float | None:
    """Return the resolution below which a photo stops an order, None where none does."""
    ad, rule = Ad(tuple(pages), kit, context), Resolution()
    return None if _asked(rule, ad) is None else rule.number(f"error_{context.medium}", ad)


def _asked(rule: Resolution, ad: Ad) -> float | None:
    medium = ad.context.medium
    known = medium in ad.kit.limits.min_ppi and rule.find_parameter(f"check_{medium}")
    return rule.number(f"check_{medium}", ad) if known else None


def _photo_mends(placed: PlacedFrame, *, can_widen: bool) -> tuple[Mend, ...]:
    if placed.field is None:
        return ()
    return (WIDEN, CHOOSE) if can_widen else (CHOOSE,)


class FocalPointVisible(PhotoRule):
    """The crop keeps what the photo is about."""

    id = "photo.focal_point"
    severity = Severity.CHECK
    clause = "Brand kit, photos: one subject, wholly visible"
    about = Bilingual(
        "Der Ausschnitt zeigt die Stelle, auf die es im Foto ankommt.",
        "The crop shows the spot that the photo is about.",
    )

    def judge(self, subject: PlacedFrame, ad: Ad) -> Finding | None:
        """Tell where the focal point was cut off."""
        photo = subject.facts.photo
        if photo is None or not photo.cut_focal:
            return None
        where = ad.context.where()
        return self.frame_finding(
            subject,
            Bilingual(
                f"{where.de} liegt das Motiv des Fotos außerhalb des Ausschnitts.",
                f"{where.en}, the subject of the photo lies outside the crop.",
            ),
            mends=_photo_mends(subject, can_widen=True),
        )


def _asset_of(placed: PlacedFrame) -> str | None:
    """Return the content hash of what a frame shows, None where nothing was chosen."""
    if placed.facts.photo is not None:
        return placed.facts.photo.asset_sha256
    return placed.facts.artwork.asset_sha256 if placed.facts.artwork else None


class AssetRightHolds(FrameRule):
    """Every photo and drawing may be used on the days, in the channel and where the ad runs."""

    id = "asset.right"
    severity = Severity.BLOCKS
    clause = "Licence of the asset"
    binding = True
    kinds = (FrameKind.PHOTO, FrameKind.ARTWORK)
    about = Bilingual(
        "Jedes Foto und jede Zeichnung darf am Tag, im Kanal und am Ort der Anzeige verwendet "
        "werden.",
        "Every photo and drawing may be used on the day, in the channel and at the place of the "
        "ad.",
    )

    def subjects(self, ad: Ad) -> Iterable[PlacedFrame]:
        """Return the photos and drawings whose rights are known."""
        return [p for p in super().subjects(ad) if _asset_of(p) in ad.context.asset_rights]

    def judge(self, subject: PlacedFrame, ad: Ad) -> Finding | None:
        """Ask the right for today and for the last day that the ad runs."""
        asset, context = _asset_of(subject), ad.context
        if asset is None:
            return None
        right = context.asset_rights[asset]
        days = [context.day] if context.last_day is None else [context.day, context.last_day]
        found = [right.problem(d, channel=context.channel, path=context.path) for d in days]
        problem = next((p for p in found if p is not None), None)
        if problem is None:
            return None
        return self.frame_finding(
            subject,
            _rights_message(problem, right),
            mends=() if subject.field is None else (CHOOSE,),
        )


def _rights_message(problem: RightsProblem, right: AssetRight) -> Bilingual:
    if problem is RightsProblem.EXPIRED and right.ends is not None:
        return Bilingual(
            f"Dieses Foto darf nur bis {right.ends:%d.%m.%Y} verwendet werden.",
            f"This photo may be used only until {right.ends:%d/%m/%Y}.",
        )
    if problem is RightsProblem.NOT_YET and right.starts is not None:
        return Bilingual(
            f"Dieses Foto darf erst ab {right.starts:%d.%m.%Y} verwendet werden.",
            f"This photo may be used only from {right.starts:%d/%m/%Y} on.",
        )
    if problem is RightsProblem.CHANNEL:
        return Bilingual(
            "Dieses Foto darf in diesem Kanal nicht verwendet werden.",
            "This photo may not be used in this channel.",
        )
    if problem is RightsProblem.RELEASE:
        return Bilingual(
            "Für dieses Foto fehlt noch das Einverständnis von Abgebildeten oder Eigentümern.",
            "For this photo the consent of those shown, or of owners, is still missing.",
        )
    return Bilingual(
        "Dieses Foto darf in Ihrem Gebiet nicht verwendet werden.",
        "This photo may not be used in your territory.",
    )
