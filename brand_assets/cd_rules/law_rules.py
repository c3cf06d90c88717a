"""Owns the rules of German law that an ad with a price has to keep; no legal advice."""

import re
from collections.abc import Iterable

from brand_assets.cd_rules.context import Ad, Goods
from brand_assets.cd_rules.quantity import unit_price_text, volume_of
from brand_assets.cd_rules.rule import Rule
from brand_assets.cd_rules.wording import plain
from brand_assets.design_facts import (
    Bilingual,
    Finding,
    LegalLine,
    Mend,
    MendKind,
    PageFacts,
    Severity,
    figure,
)

# A placeholder inside an escaped line, with the comma and space that go where it is empty.
_PLACEHOLDER = re.compile(r"\\\{(?P<source>[a-z0-9_.\\]+)\\\}(?P<comma>,\\ )?")
_IDENTITY = ("partner", "outlet")
_SPACE = re.compile(r"\s+")


def _one_line(text: str) -> str:
    return _SPACE.sub(" ", plain(text)).strip()


class MandatoryLine(Rule[LegalLine]):
    """An ad with a price carries the legal line of its medium, large enough to read."""

    id = "legal.line"
    severity = Severity.BLOCKS
    clause = "Brand kit, legal lines; UWG §§ 5a, 5b"
    about = Bilingual(
        "Eine Anzeige mit Preis trägt den Rechtstext ihres Mediums in lesbarer Größe.",
        "An ad with a price carries the legal line of its medium in a readable size.",
    )

    def subjects(self, ad: Ad) -> Iterable[LegalLine]:
        """Return the kit's lines for the medium, where the ad shows a price."""
        if not ad.shows_price:
            return []
        return [line for line in ad.kit.legal_lines if ad.context.medium in line.media]

    def judge(self, subject: LegalLine, ad: Ad) -> Finding | None:
        """Look for the line's wording on all pages; its placeholders stand for any text."""
        wanted = _line_pattern(subject.text.in_language(ad.context.locale))
        sizes = [
            p.facts.text.size
            for p in ad.frames()
            if p.facts.text and wanted.search(_one_line(p.facts.text.text))
        ]
        where = ad.context.where()
        if not sizes:
            return self.finding(
                Bilingual(
                    f"{where.de} fehlt der Rechtstext.",
                    f"{where.en}, the legal line is missing.",
                )
            )
        if max(sizes) < subject.min_size_pt - 0.01 and ad.is_printed:
            size, least = max(sizes), subject.min_size_pt
            return self.finding(
                Bilingual(
                    f"{where.de} ist der Rechtstext nur {figure(size, 'de', 1)} pt groß, nötig "
                    f"sind {figure(least, 'de', 1)} pt.",
                    f"{where.en}, the legal line is only {figure(size, 'en', 1)} pt, "
                    f"{figure(least, 'en', 1)} pt are needed.",
                ),
                figures={"size": size, "least": least},
            )
        return None


def _line_pattern(text: str) -> re.Pattern[str]:
    """Return a pattern in which placeholders stand for any text.

    Owner and address may be missing from the line where they stand elsewhere in the ad, which is
    for the rule of the trader's identity to judge.
    """
    return re.compile(_PLACEHOLDER.sub(_any_text, re.escape(_one_line(text))))


def _any_text(placeholder: re.Match[str]) -> str:
    comma = placeholder["comma"] or ""
    optional = comma and placeholder["source"].startswith(_IDENTITY)
    return rf"(?:\S.*?{comma})?" if optional else rf"\S.*?{comma}"


class TraderNamed(Rule[str]):
    """A printed ad with a price says who offers, and where."""

    id = "legal.identity"
    severity = Severity.BLOCKS
    clause = "UWG § 5b Abs. 1 Nr. 2 (identity and address of the trader)"
    about = Bilingual(
        "Eine gedruckte Anzeige mit Preis nennt Inhaber und Anschrift.",
        "A printed ad with a price names the owner and the address.",
    )

    def subjects(self, ad: Ad) -> Iterable[str]:
        """Return the texts that have to stand in the ad."""
        if not (ad.is_printed and ad.shows_price):
            return []
        return [text for text in ad.context.identity if text.strip()]

    def judge(self, subject: str, ad: Ad) -> Finding | None:
        """Look for the text on all pages, whatever its line breaks."""
        wanted = _one_line(subject).casefold()
        if any(wanted in _page_text(page) for page in ad.pages):
            return None
        where = ad.context.where()
        return self.finding(
            Bilingual(
                f"{where.de} fehlt „{subject}“ in den Angaben zum Anbieter.",
                f'{where.en}, "{subject}" is missing from the identity of the trader.',
            )
        )


def _page_text(page: PageFacts) -> str:
    return " ".join(_one_line(f.text.text) for f in page.frames if f.text).casefold()


class UnitPriceShown(Rule[Goods]):
    """Goods that are sold by volume or weight state their unit price."""

    id = "price.unit"
    severity = Severity.BLOCKS
    clause = "PAngV § 4 (unit price)"
    about = Bilingual(
        "Ware nach Litern, Kubikmetern oder Kilogramm nennt ihren Grundpreis.",
        "Goods sold by litre, cubic metre or kilogram state their unit price.",
    )

    def subjects(self, ad: Ad) -> Iterable[Goods]:
        """Return the priced goods whose size asks for a unit price."""
        return [g for g in ad.context.goods if g.price_cents and volume_of(f"{g.name} {g.size}")]

    def judge(self, subject: Goods, ad: Ad) -> Finding | None:
        """Offer the unit price, computed from price and size."""
        volume = volume_of(f"{subject.name} {subject.size}")
        if volume is None or subject.price_cents is None or subject.unit_price.strip():
            return None
        text = unit_price_text(volume, subject.price_cents, ad.context.locale)
        own_field = subject.unit_price_field
        mend = (
            Mend(MendKind.SET_VALUE, Bilingual(f"{text} einsetzen", f"Set {text}"), value=text)
            if own_field
            else Mend(MendKind.OPEN_FIELD, Bilingual("Grundpreis ergänzen", "Add the unit price"))
        )
        return self.finding(
            Bilingual(
                f"„{subject.name}“ braucht einen Grundpreis: {text}.",
                f'"{subject.name}" needs a unit price: {text}.',
            ),
            field=own_field or subject.field,
            mends=(mend,),
        )
