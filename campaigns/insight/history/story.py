"""Owns what the made-up year tells: its campaigns, and the truth that readings should find."""

from collections.abc import Mapping
from dataclasses import dataclass, field

SEED = 20261121

SPRING = (
    "Der Frühling muss raus.",
    "Hier blüht Ihnen was.",
    "Raus aus dem Topf, rein ins Beet.",
    "Hände in die Erde.",
)
HERBS = (
    "Vom Topf in den Topf.",
    "Heute schon gepflückt?",
    "Schmeckt nach Fensterbank.",
    "Frischer wird’s nicht.",
)
AUTUMN = (
    "Jetzt pflanzen, im Frühjahr staunen.",
    "Der Herbst hat Wurzeln.",
    "Hier blüht Ihnen was.",
    "Hände in die Erde.",
)


@dataclass(frozen=True, slots=True)
class PastCampaign:
    """One campaign of the past: its names, its headlines, and how many days ago ordering began."""

    slug: str
    name_de: str
    name_en: str
    days_ago: int
    headlines: tuple[str, ...]
    season: float


#: `season` is how strongly a campaign draws whatever is printed; readings must not fall for it.
CAMPAIGNS = (
    PastCampaign("balkonstart", "Balkonstart", "Balcony start", 360, SPRING, 1.25),
    PastCampaign("kraeuterfruehling", "Kräuterfrühling", "Herb spring", 320, HERBS, 0.95),
    PastCampaign("sommerbeete", "Sommerbeete", "Summer beds", 280, SPRING, 1.15),
    PastCampaign("sommerkueche", "Sommerküche im Garten", "Garden kitchen", 240, HERBS, 0.85),
    PastCampaign("herbstleuchten", "Herbstleuchten", "Autumn glow", 200, SPRING, 1.0),
    PastCampaign("herbstpflanzung", "Herbstpflanzung", "Autumn planting", 160, AUTUMN, 1.1),
    PastCampaign("wintergruen", "Wintergrün", "Winter green", 120, AUTUMN, 0.8),
    PastCampaign("vorfreude", "Vorfreude aufs Beet", "Looking forward", 80, SPRING, 0.9),
)


@dataclass(frozen=True, slots=True)
class FormatTruth:
    """What a format truly brings: responses per unit of exposure, and what exposure costs."""

    rate: float
    exposure: int
    fixed_cents: int
    cents_per_thousand: int
    popularity: float
    on_screen: bool = False


#: Truth by medium: a flyer reaches few and moves many, a newspaper ad the other way round.
FORMATS: Mapping[str, FormatTruth] = {
    "print": FormatTruth(0.010, 2_000, 8_000, 4_500, 0.92),
    "newspaper": FormatTruth(0.0016, 9_000, 9_000, 1_400, 0.42),
    "poster": FormatTruth(0.0035, 2_500, 6_000, 400, 0.35),
    "screen": FormatTruth(0.0065, 6_000, 1_500, 800, 0.6, on_screen=True),
}


@dataclass(frozen=True, slots=True)
class Truth:
    """The true ratios; 1.0 says that there is nothing to find."""

    headlines: Mapping[str, float] = field(
        default_factory=lambda: {
            "Der Frühling muss raus.": 1.0,
            "Hier blüht Ihnen was.": 1.30,
            "Raus aus dem Topf, rein ins Beet.": 0.95,
            "Hände in die Erde.": 0.90,
            "Vom Topf in den Topf.": 1.0,
            "Heute schon gepflückt?": 1.22,
            "Schmeckt nach Fensterbank.": 0.95,
            "Frischer wird’s nicht.": 0.92,
            "Jetzt pflanzen, im Frühjahr staunen.": 1.0,
            "Der Herbst hat Wurzeln.": 0.95,
        }
    )
    names_place: float = 1.25
    long_headline: float = 0.85
    own_photo: float = 1.0
    combined: float = 1.0


OWN_WITH_PLACE = "Farbe für {place}."
OWN_LONG = "Alles für Balkon, Beet und Fensterbank bekommen Sie jetzt frisch bei uns im Markt."
