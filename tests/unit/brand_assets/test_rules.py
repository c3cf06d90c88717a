"""Rules judge the facts of an ad and say what they should; documents are in another file."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from brand_assets.cd_rules import RULES_BY_ID, CheckContext, Goods, check_ad, check_pages
from brand_assets.cd_rules.context import Ad, StatedPrice
from brand_assets.cd_rules.rules_page import rules_markdown
from brand_assets.design_facts import (
    AssetRight,
    Bilingual,
    Box,
    CodeProblem,
    FrameFacts,
    FrameKind,
    InkFacts,
    LegalLine,
    LineFacts,
    MendKind,
    NearestColour,
    PriceMode,
    Severity,
)
from tests.factories.facts import (
    PHOTO,
    a_barcode,
    a_context,
    a_kit,
    a_logo,
    a_page,
    a_photo,
    a_price,
    a_qr,
    a_text,
    an_artwork,
    around,
)

ROOT = Path(__file__).parents[3]
LEGAL = a_text(
    "Gültig vom 10. bis 22. Mai 2027, solange es reicht. Inh. Jonas Petersen e. K.", size=6
)
SOIL = Goods("Hochbeeterde, torffrei", "40-l-Sack", 899, "", "zeilen", "zeilen.grundpreis")
OWN = StatedPrice("angebot.preis", 299)
REDUCED = replace(OWN, lowest_cents=374)
DRAW = "Gewinnspiel! Veranstalter: Halmgrün. Teilnahmeschluss: 20. Mai 2027."
SPRING = AssetRight("own", starts=date(2027, 4, 1), ends=date(2027, 5, 15))


@dataclass(frozen=True)
class Example:
    frames: tuple[FrameFacts, ...]
    context: CheckContext
    ink: InkFacts | None = None

    def ad(self) -> Ad:
        page = a_page(*self.frames, medium=self.context.medium, ink=self.ink)
        return Ad((page,), a_kit(), self.context)

    def findings(self, rule: str) -> list[str]:
        ad = self.ad()
        found = check_pages(ad.pages, ad.kit, ad.context)
        return [f.message.de for f in found if f.rule == rule]


def ad(*frames: FrameFacts, **context: object) -> Example:
    return Example(frames, a_context(**context))


def inked(ink: InkFacts) -> Example:
    return replace(ad(a_text()), ink=ink)


INK = InkFacts(0, 287.0, 12.3, 45.6, {"Cyan": 80.0}, frame="Bild")
EXAMPLES: dict[str, tuple[Example, Example, str]] = {
    "field.required": (
        ad(required_fields=frozenset({"headline"}), values={"headline": "Da."}),
        ad(required_fields=frozenset({"headline"}), values={"headline": "  "}),
        "„headline“ fehlt noch.",
    ),
    "field.must_change": (
        ad(examples={"headline": False}, values={"headline": "Ihr Satz."}),
        ad(examples={"headline": True}, values={"headline": "Ihr Satz."}),
        "„headline“ bitte anpassen: Hier steht noch, was die Zentrale geschrieben hat.",
    ),
    "text.overflow": (
        ad(a_text()),
        ad(a_text(overflow_chars=3, room_chars=30), medium="newspaper"),
        "In der Zeitungsanzeige 3 Zeichen zu lang.",
    ),
    "wording.forbidden": (
        ad(values={"headline": "Günstige Geranien."}),
        ad(values={"headline": "Billige Geranien."}),
        "„Billige“ verwendet die Marke nicht. Besser: „Günstige“.",
    ),
    "text.signs": (
        ad(typed={"headline": "Die „Bonita“ – bis 20\u202f% günstiger."}),
        ad(typed={"headline": 'Die "Bonita" - bis 20% günstiger.'}),
        "Richtig gesetzt: „Bonita“ – · 20\u202f%",
    ),
    "price.unit": (
        ad(goods=(replace(SOIL, unit_price="1 l = 0,22 €"),)),
        ad(goods=(SOIL,)),
        "„Hochbeeterde, torffrei“ braucht einen Grundpreis: 1\u202fl = 0,22\u202f€.",
    ),
    "price.from": (
        ad(a_price("ab\u202f2,99\u202f€"), values={"angebot.preis": "ab\u00a02,99\u202f€"}),
        ad(a_price("1.249,00\u202f€"), values={"angebot.preis": "ab\u00a01.249,00\u202f€"}),
        "Im Druck steht der Preis ohne „ab“, weil dafür kein Platz ist. Gilt er nicht für alles, "
        "was gezeigt wird, dann nennen Sie einen festen Preis.",
    ),
    "price.total": (
        ad(a_price(), a_text("Alle Preise inkl. MwSt., zzgl. Versand und Pfand.")),
        ad(a_price(), a_text("Alle Preise zzgl. 19\u202f% MwSt.")),
        "„zzgl. 19 % MwSt“: Verbrauchern gegenüber steht der Gesamtpreis einschließlich "
        "Umsatzsteuer.",
    ),
    "price.reduction": (
        ad(a_price(), a_text("20 % günstiger, statt 3,74 €"), prices=(REDUCED,)),
        ad(a_price(), a_text("25 % günstiger, statt 3,74 €"), prices=(REDUCED,)),
        "„25 % günstiger“ muss sich auf den niedrigsten Preis der letzten 30 Tage beziehen "
        "(3,74\u202f€): Richtig ist „20 % günstiger“.",
    ),
    "price.mode": (
        ad(a_price("UVP 2,99 €"), prices=(replace(OWN, mode=PriceMode.RECOMMENDED),)),
        ad(a_price("2,99 €"), prices=(replace(OWN, mode=PriceMode.RECOMMENDED),)),
        "Im Druck fehlt „UVP“ bei 2,99\u202f€: Im Preis ist dafür kein Platz. Schreiben Sie es in "
        "den Text daneben.",
    ),
    "price.recommended": (
        ad(a_text("UVP 4,99 €")),
        ad(a_text("Listenpreis 4,99 €")),
        "Bei „Listenpreis“ bleibt offen, wessen Preis das ist. Die Empfehlung eines Herstellers "
        "heißt „UVP“.",
    ),
    "legal.period": (
        ad(a_text("Nur für kurze Zeit: bis 22. Mai"), last_day=date(2027, 5, 22)),
        ad(a_text("Nur für kurze Zeit")),
        "„Nur für kurze Zeit“ sagt nicht, bis wann das Angebot gilt. Nennen Sie den letzten Tag.",
    ),
    "legal.competition": (
        ad(a_text(f"{DRAW} Teilnahmebedingungen unter halmgruen.example/los")),
        ad(a_text(DRAW)),
        "Das Gewinnspiel sagt nicht, wo die Teilnahmebedingungen stehen. Nennen Sie die Adresse, "
        "zum Beispiel „Teilnahmebedingungen unter …“.",
    ),
    "legal.provider": (
        ad(a_text("Impressum"), medium="screen", format_key="newsletter-600"),
        ad(a_text("Mehr lesen"), medium="screen", format_key="newsletter-600"),
        "Die Anbieterkennzeichnung fehlt. Setzen Sie einen Link „Impressum“ ein.",
    ),
    "legal.unsubscribe": (
        ad(a_text("Newsletter abbestellen"), medium="screen", channel="mail"),
        ad(a_text("Bis bald"), medium="screen", channel="mail"),
        "Die Nachricht sagt nicht, wie man sie abbestellt. Setzen Sie zum Beispiel „Newsletter "
        "abbestellen“ mit einem Link ein.",
    ),
    "legal.consent": (
        ad(a_text("Sie haben sich angemeldet."), medium="screen", channel="mail"),
        ad(a_text("Bis bald"), medium="screen", channel="mail"),
        "Werbung per E-Mail geht nur an Empfänger, die ausdrücklich eingewilligt haben. Sagen Sie "
        "in der Nachricht, warum man sie bekommt.",
    ),
    "legal.line": (
        ad(a_price(), LEGAL),
        ad(a_price(), a_text("Gültig vom 10. bis 22. Mai 2027, solange es reicht.")),
        "Im Druck fehlt der Rechtstext.",
    ),
    "legal.identity": (
        ad(a_price(), LEGAL, identity=("Jonas Petersen e. K.",)),
        ad(a_price(), LEGAL, identity=("Am Weidengrund 12",)),
        "Im Druck fehlt „Am Weidengrund 12“ in den Angaben zum Anbieter.",
    ),
    "photo.resolution": (
        ad(a_photo(130), medium="poster"),
        ad(a_photo(97), medium="poster"),
        "Auf dem Plakat hat das Foto nur 97 dpi, nötig sind 130.",
    ),
    "photo.focal_point": (
        ad(a_photo()),
        ad(a_photo(cut_focal=True)),
        "Im Druck liegt das Motiv des Fotos außerhalb des Ausschnitts.",
    ),
    "asset.right": (
        ad(a_photo(), asset_rights={PHOTO: SPRING}),
        ad(a_photo(), asset_rights={PHOTO: SPRING}, last_day=date(2027, 5, 22)),
        "Dieses Foto darf nur bis 15.05.2027 verwendet werden.",
    ),
    "logo.clear_space": (
        ad(a_logo()),
        ad(a_logo(intruders=("Aktion",))),
        "Im Schutzraum des Logos steht: Aktion.",
    ),
    "logo.smallest": (
        ad(a_logo(height=8.0)),
        ad(a_logo(height=7.5)),
        "Das Logo ist nur 7,5 mm hoch, nötig sind 8,0 mm.",
    ),
    "logo.shape": (ad(a_logo()), ad(a_logo(rotated=True)), "Das Logo ist gedreht."),
    "logo.ground": (
        ad(a_logo()),
        ad(a_logo(ground="Halm")),
        "Das Logo „positiv“ steht auf Halm, erlaubt sind: Leinen, Weiss.",
    ),
    "colour.pair": (
        ad(a_text()),
        ad(a_text(colour="Halm")),
        "„Text“: Halm / Leinen ist nur für Flächen erlaubt.",
    ),
    "colour.contrast": (
        ad(a_text()),
        ad(a_text(colour="Halm")),
        "„Text“ hat nur Kontrast 2,3, nötig sind 4,5.",
    ),
    "type.smallest": (
        ad(a_text(size=6)),
        ad(a_text(size=5.5)),
        "Im Druck ist „Text“ nur 5,5 pt groß, nötig sind 6,0 pt.",
    ),
    "type.glyphs": (
        ad(a_text()),
        ad(a_text(missing_glyphs="☂☂")),
        "Die Schrift der Marke hat diese Zeichen nicht: ☂",
    ),
    "type.features": (
        ad(a_text()),
        ad(a_text(lacking_features=("smcp", "swsh"))),
        "„Text“: Die Schrift hat diese OpenType-Funktionen nicht: smcp, swsh",
    ),
    "colour.ink": (
        ad(a_text()),
        ad(a_text(colour="Tiefschwarz")),
        "Tiefschwarz: Farbauftrag 320 %, erlaubt sind 280 %.",
    ),
    "colour.rich_black": (
        ad(a_text(colour="Tiefschwarz", size=14)),
        ad(a_text(colour="Tiefschwarz", size=13)),
        "„Text“: Tiefschwarz ist Schwarz aus mehreren Farben, erlaubt erst ab 14 pt; "
        "hier sind es 13,0 pt.",
    ),
    "ink.place": (
        inked(INK),
        inked(replace(INK, most=323.4, over=Box(10, 40, 5, 9))),
        "Farbauftrag bei „Bild“ 323 %, das Papier verträgt 300 % (12 mm von links, "
        "46 mm von oben).",
    ),
    "ink.not_measured": (
        inked(INK),
        inked(replace(INK, unmeasured=0.254)),
        "Farbauftrag nicht gemessen auf 25 % der Seite: Dort liegt eine eingesetzte Druckvorlage.",
    ),
    "qr.module": (
        ad(a_qr(module=0.45), medium="newspaper"),
        ad(a_qr(module=0.4), medium="newspaper"),
        "In der Zeitungsanzeige sind die Punkte des QR-Codes nur 0,40 mm groß, nötig sind 0,45 mm.",
    ),
    "qr.target": (
        ad(a_qr("HTTPS://EXAMPLE.ORG/L/ABC")),
        ad(a_qr("javascript:alert(1)")),
        "Der QR-Code braucht ein Ziel, das mit https:// beginnt.",
    ),
    "artwork.colours": (
        ad(an_artwork(not_exact=(NearestColour((7, 69, 48), "Tanne", 0.4),))),
        ad(an_artwork(not_exact=(NearestColour((16, 96, 80), "Tanne", 14.2),))),
        "Die Zeichnung hat Farben, die das Markenpaket nicht kennt: #106050 wird Tanne.",
    ),
    "artwork.shape": (
        ad(an_artwork()),
        ad(an_artwork(stretched=True)),
        "„Zeichnung“ ist auf 40 × 10 mm verzerrt.",
    ),
    "barcode.data": (
        ad(a_barcode()),
        ad(a_barcode(problem=CodeProblem.CHECK_DIGIT, data="4006381333932", hint="1")),
        "Die Prüfziffer von 4006381333932 stimmt nicht: Richtig wäre am Ende 1. "
        "Prüfen Sie die Nummer.",
    ),
    "barcode.module": (
        ad(a_barcode(module=0.264)),
        ad(a_barcode(module=0.25)),
        "Im Druck ist der feinste Strich des Strichcodes nur 0,250 mm breit (76 % der EAN), "
        "nötig sind 0,264 mm.",
    ),
    "code.quiet_zone": (
        ad(a_barcode(around=around())),
        ad(a_barcode(around=around(intruders=("Preis", "trim")))),
        "In der Ruhezone des Codes steht: Preis, der Seitenrand.",
    ),
    "code.contrast": (
        ad(a_barcode(around=around(contrast=0.6))),
        ad(a_barcode(around=around(contrast=0.3))),
        "Der Code hebt sich im roten Licht der Scanner nur zu 30 % von seinem Grund ab, nötig "
        "sind 55 %. Nehmen Sie eine dunklere Farbe oder einen helleren Grund.",
    ),
    "code.read": (
        ad(a_barcode(read=True)),
        ad(a_barcode(read=False)),
        "Der Code lässt sich aus dem Bild der Anzeige nicht lesen. "
        "Machen Sie ihn größer oder seinen Grund ruhiger.",
    ),
}


@pytest.mark.parametrize("rule", sorted(EXAMPLES))
def test_passing_ad_is_judged_and_has_no_finding(rule: str) -> None:
    passing, _, _ = EXAMPLES[rule]
    subjects = list(RULES_BY_ID[rule].subjects(passing.ad()))
    assert subjects, "the rule does not look at its passing example"
    assert passing.findings(rule) == []


@pytest.mark.parametrize("rule", sorted(EXAMPLES))
def test_failing_ad_says_what_is_wrong(rule: str) -> None:
    _, failing, message = EXAMPLES[rule]
    assert failing.findings(rule) == [message]


def test_overflow_offers_to_shorten_by_the_exact_count() -> None:
    page = a_page(a_text(overflow_chars=3, room_chars=30))
    (finding,) = check_pages([page], a_kit(), a_context())
    assert (finding.severity, finding.field, finding.frame) == (
        Severity.BLOCKS,
        "headline",
        "Text",
    )
    assert finding.figures == {"too_many": 3.0, "room": 30.0}
    assert [m.kind for m in finding.mends] == [MendKind.SHORTEN]
    assert finding.mends[0].label.de == "Um 3 Zeichen kürzen"
    assert finding.message.en == "In print, 3 characters too long."


def test_locked_frame_offers_no_mend() -> None:
    locked = replace(a_text(overflow_chars=3), locked=True)
    (finding,) = check_pages([a_page(locked)], a_kit(), a_context())
    assert finding.field is None
    assert finding.mends == ()


@pytest.mark.parametrize(
    ("ppi", "severity"), [(99.0, Severity.BLOCKS), (100.0, Severity.CHECK), (149.0, Severity.CHECK)]
)
def test_hopeless_resolution_blocks_and_poor_one_asks(ppi: float, severity: Severity) -> None:
    page = a_page(a_photo(ppi), medium="newspaper")
    (finding,) = check_pages([page], a_kit(), a_context(medium="newspaper"))
    assert finding.severity is severity


def test_wider_crop_is_offered_only_where_it_helps() -> None:
    def mends(widest: float) -> list[MendKind]:
        page = a_page(a_photo(150, widest_ppi=widest))
        (finding,) = check_pages([page], a_kit(), a_context())
        return [m.kind for m in finding.mends]

    assert mends(260) == [MendKind.WIDEN_CROP, MendKind.CHOOSE_PHOTO]
    assert mends(160) == [MendKind.CHOOSE_PHOTO]


def test_legal_line_is_looked_for_on_all_pages() -> None:
    first, second = a_page(a_price()), a_page(LEGAL, page=1)
    rules = {f.rule for f in check_pages([first, second], a_kit(), a_context())}
    assert "legal.line" not in rules
    assert "legal.line" in {f.rule for f in check_pages([first], a_kit(), a_context())}


def test_legal_line_too_small_is_found() -> None:
    tiny = a_text(LEGAL.text.text if LEGAL.text else "", size=5)
    found = check_pages([a_page(a_price(), tiny)], a_kit(), a_context())
    assert "legal.line" in {f.rule for f in found}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Gültig vom 1. bis 2. Mai, solange der Vorrat reicht. Irrtum. Adam e. K., wie oben.",
            True,
        ),
        ("Gültig vom 1. bis 2. Mai, solange der Vorrat reicht. Irrtum. wie oben.", True),
        ("Gültig vom 1. bis solange der Vorrat reicht. Irrtum. wie oben.", False),
        ("Gültig vom 1. bis 2. Mai. Irrtum. Adam e. K., wie oben.", False),
    ],
)
def test_only_the_trader_may_stand_elsewhere(text: str, found: bool) -> None:
    wanted = "Gültig vom {campaign.from} bis {campaign.until}, solange der Vorrat reicht. Irrtum. "
    both = Bilingual(wanted + "{partner.owner}, wie oben.", "")
    line = LegalLine("short", ("print",), both, 6.0, ())
    ad = a_page(a_price(), a_text(text, size=6))
    rules = {f.rule for f in check_pages([ad], a_kit(legal_lines=(line,)), a_context())}
    assert ("legal.line" not in rules) is found


def test_ad_without_price_needs_no_legal_line() -> None:
    assert check_pages([a_page(a_text())], a_kit(), a_context()) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Geranie\t2,99\u202f€", True),
        ("Geranie\tTopf\t12,–\u202f€", True),
        ("Geranium\t€2.99", True),
        ("Im Beet blühen\tGeranien", False),
        ("Mit dem Gutschein über 20 € kaufen Sie ein", False),
    ],
)
def test_a_list_of_prices_needs_the_legal_line(text: str, found: bool) -> None:
    story = replace(a_text(text), kind=FrameKind.STORY)
    rules = {finding.rule for finding in check_pages([a_page(story)], a_kit(), a_context())}
    assert ("legal.line" in rules) is found


def test_narrow_spaces_and_breaks_do_not_hide_the_owner() -> None:
    broken = a_text(
        "Gültig vom 1. bis 2. Mai, solange es reicht. Inh. Jonas\nPetersen e.\u202fK.", size=6
    )
    context = a_context(identity=("Jonas Petersen e. K.",))
    assert check_pages([a_page(a_price(), broken)], a_kit(), context) == []


def test_contrast_on_a_photo_asks_for_a_look() -> None:
    page = a_page(a_text(ground=None, contrast=2.0))
    (finding,) = check_pages([page], a_kit(), a_context())
    assert finding.severity is Severity.CHECK


def test_large_text_needs_less_contrast() -> None:
    rules = {
        f.rule for f in check_pages([a_page(a_text(ground="Halm", size=18))], a_kit(), a_context())
    }
    assert rules == set()


def test_pair_that_the_kit_does_not_list_asks_for_a_look() -> None:
    page = a_page(a_text(ground="Weiss"))
    (finding,) = check_pages([page], a_kit(), a_context())
    assert (finding.rule, finding.severity) == ("colour.pair", Severity.CHECK)


def test_photo_outside_its_channel_and_territory_is_found() -> None:
    right = AssetRight("agency", territories=("hg/de/nord/",), channels=("print",))
    page = a_page(a_photo())

    def messages(**changes: object) -> list[str]:
        context = a_context(asset_rights={PHOTO: right}, **changes)
        return [f.message.en for f in check_pages([page], a_kit(), context)]

    assert messages(channel="print", path="hg/de/nord/p0012/o0034/") == []
    assert messages(channel="instagram") == ["This photo may not be used in this channel."]
    assert messages(path="hg/de/sued/p0001/o0001/") == [
        "This photo may not be used in your territory."
    ]


def test_score_counts_what_was_tested() -> None:
    good = check_ad([a_page(a_text())], a_kit(), a_context())
    bad = check_ad([a_page(a_text(missing_glyphs="☂"))], a_kit(), a_context())
    assert good.tested == bad.tested == bad.passed + 1
    assert good.score == 100 > bad.score
    assert bad.blocks
    assert not good.blocks
    assert check_ad([], a_kit(), a_context()).score == 100


def test_findings_come_worst_first() -> None:
    page = a_page(a_photo(150), a_text(overflow_chars=2))
    found = [f.severity for f in check_pages([page], a_kit(), a_context())]
    assert found == [Severity.BLOCKS, Severity.CHECK]


def test_empty_price_frame_shows_no_price() -> None:
    empty = a_price(" ")
    assert empty.kind is FrameKind.PRICE
    assert check_pages([a_page(empty)], a_kit(), a_context()) == []


def test_fine_lines_of_rich_black_are_found() -> None:
    def lines(colour: str, width: float) -> list[str]:
        table = replace(a_text(size=20), lines=LineFacts(colour, width))
        return ad(table).findings("colour.rich_black")

    assert lines("Tiefschwarz", 0.4) == lines("Tanne", 0.1) == []
    (message,) = lines("Tiefschwarz", 0.1)
    assert message.startswith("„Text“: Tiefschwarz ist Schwarz aus mehreren Farben")
    assert "0,10 mm" in message


def test_parts_of_a_text_in_rich_black_are_found() -> None:
    mixed = a_text(size=20, smallest=9.0, more_colours=("Tiefschwarz",))
    assert ad(mixed).findings("colour.rich_black")
    assert ad(mixed, medium="screen").findings("colour.rich_black") == []


def test_rules_page_is_made_from_the_rules() -> None:
    assert (ROOT / "docs" / "rules.md").read_text(encoding="utf-8") == rules_markdown()


def test_a_code_light_on_dark_blocks_only_where_tills_read_it() -> None:
    inverted = around(inverted=True)
    qr = a_qr()
    assert qr.qr is not None
    qr = replace(qr, qr=replace(qr.qr, around=inverted))
    found = check_pages([a_page(qr, a_barcode(around=inverted))], a_kit(), a_context())
    assert {f.frame: f.severity for f in found if f.rule == "code.contrast"} == {
        "QR": Severity.CHECK,
        "Code": Severity.BLOCKS,
    }


def test_what_stands_on_a_code_is_named_before_what_stands_beside_it() -> None:
    covered = a_barcode(around=around(covered_by=("Stern",), intruders=("Preis",)))
    (finding,) = check_pages([a_page(covered)], a_kit(), a_context())
    assert finding.message.en == "On the code stands: Stern."
    assert finding.severity is Severity.BLOCKS


@pytest.mark.parametrize("problem", CodeProblem)
@pytest.mark.parametrize("symbology", ["ean13", "ean8", "code128", "gs1_128"])
def test_every_problem_of_a_barcode_has_its_sentence(problem: CodeProblem, symbology: str) -> None:
    code = a_barcode(symbology=symbology, problem=problem, data="12x", hint="13")
    (finding,) = check_pages([a_page(code)], a_kit(), a_context())
    assert (finding.rule, finding.severity) == ("barcode.data", Severity.BLOCKS)
    assert [mend.kind for mend in finding.mends] == [MendKind.OPEN_FIELD]
    assert finding.message.de != finding.message.en


def test_an_ean_twice_its_size_is_enough() -> None:
    (finding,) = check_pages([a_page(a_barcode(module=0.7))], a_kit(), a_context())
    assert (finding.rule, finding.severity) == ("barcode.module", Severity.CHECK)
    assert finding.message.de == "Die EAN steht zu 212 % ihrer Größe, erlaubt sind 200 %."
