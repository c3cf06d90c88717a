"""Owns the rules about who offers: the kit's legal line, and the identity of the trader."""

import re
from collections.abc import Iterable
from functools import lru_cache

from brand_assets.cd_rules.context import Ad
from brand_assets.cd_rules.law_rule import LawRule, one_line, says
from brand_assets.cd_rules.rule import Rule
from brand_assets.cd_rules.searching import search
from brand_assets.design_facts import Bilingual, Finding, LegalLine, Severity, figure

# A placeholder inside an escaped line, with the comma and space that go where it is empty.
_PLACEHOLDER = re.compile(r"\\\{(?P<source>[a-z0-9_.\\]+)\\\}(?P<comma>,\\ )?")
_IDENTITY = ("partner", "outlet")
_LINKED = frozenset({"social", "web", "mail"})
"""Channels whose ads lead on to a page that tells more."""


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
            if p.facts.text and search(wanted, one_line(p.facts.text.text))
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


@lru_cache(maxsize=64)
def _line_pattern(text: str) -> re.Pattern[str]:
    """Return a pattern in which placeholders stand for any text.

    Owner and address may be missing from the line where they stand elsewhere in the ad, which is
    for the rule of the trader's identity to judge.
    """
    return re.compile(_PLACEHOLDER.sub(_any_text, re.escape(one_line(text))))


def _any_text(placeholder: re.Match[str]) -> str:
    comma = placeholder["comma"] or ""
    optional = comma and placeholder["source"].startswith(_IDENTITY)
    return rf"(?:\S.*?{comma})?" if optional else rf"\S.*?{comma}"


class TraderNamed(LawRule[str]):
    """An ad with a price says who offers, and where, as far as its medium has room."""

    id = "legal.identity"
    severity = Severity.BLOCKS
    clause_id = "trader_identity"
    about = Bilingual(
        "Eine Anzeige mit Preis nennt Inhaber mit Rechtsform und Anschrift; am Bildschirm genügen "
        "Name und Ort oder ein Link, der weiterführt.",
        "An ad with a price names the owner with legal form and the address; on screens name and "
        "town or a link that leads on are enough.",
    )

    def covered(self, ad: Ad) -> Iterable[str]:
        """Return the texts that have to stand in the ad; on screens name and town stand for all."""
        texts = [text for text in ad.context.identity if text.strip()]
        if not ad.shows_price or not texts:
            return []
        if ad.is_printed:
            return texts
        if not ad.context.trader_names:
            return []
        linked = ad.context.channel in _LINKED and ad.context.link
        return [] if linked or _in_short(ad, texts) else texts[:1]

    def judge(self, subject: str, ad: Ad) -> Finding | None:
        """Look for the text on all pages, whatever its line breaks."""
        if ad.is_printed and says(ad, subject):
            return None
        where = ad.context.where()
        if not ad.is_printed:
            return self.finding(
                Bilingual(
                    f"{where.de} fehlen Name und Ort des Anbieters oder ein Link zu ihm.",
                    f"{where.en}, name and town of the trader or a link to them are missing.",
                ),
                severity=Severity.CHECK,
            )
        return self.finding(
            Bilingual(
                f"{where.de} fehlt „{subject}“ in den Angaben zum Anbieter.",
                f'{where.en}, "{subject}" is missing from the identity of the trader.',
            )
        )


def _in_short(ad: Ad, texts: list[str]) -> bool:
    """Whether a name of the trader and the town stand in the ad."""
    return says(ad, texts[0], *ad.context.trader_names) and says(ad, texts[-1])
