"""Owns the rules about messages and pages: unsubscribing, consent, and the provider's name."""

import re
from collections.abc import Iterable

from brand_assets.cd_rules.context import Ad
from brand_assets.cd_rules.law_packs import GERMANY
from brand_assets.cd_rules.law_rule import LawRule, all_said, says
from brand_assets.design_facts import Bilingual, Finding, Severity

MAIL = "mail"
_PAGES = GERMANY.clause("provider").words["page_formats"]
_LEAVE = re.compile(
    r"abmeld|abbestell|austragen|widerspr[eu]ch|widerruf|unsubscribe|opt[- ]?out", re.IGNORECASE
)
_WHY = re.compile(
    r"einwillig|eingewilligt|angemeldet|anmeldung|abonnier|abonnement|als kunde|unsere kund"
    r"|sie erhalten (?:diese|den|unseren)|because you|you receive",
    re.IGNORECASE,
)
_PROVIDER = re.compile(r"impressum|anbieterkennzeichnung|legal notice|imprint", re.IGNORECASE)
_REACHED = re.compile(r"[\w.+-]+@[\w-]+\.\w+|(?:tel\.?|telefon|fon)\W{0,3}\d", re.IGNORECASE)


def _is_mail(ad: Ad) -> bool:
    return ad.context.channel == MAIL and not ad.is_printed


class _MailRule(LawRule[str]):
    """A rule for messages; each is judged once, by all that it says."""

    def covered(self, ad: Ad) -> Iterable[str]:
        """Return what a message says."""
        return [all_said(ad)] if _is_mail(ad) else []


class WayToUnsubscribe(_MailRule):
    """Every message says how to get no more of them."""

    id = "legal.unsubscribe"
    severity = Severity.BLOCKS
    clause_id = "mail"
    about = Bilingual(
        "Jede Werbenachricht sagt, wie man sie abbestellt.",
        "Every advertising message says how to unsubscribe.",
    )

    def judge(self, subject: str, ad: Ad) -> Finding | None:
        """Look for a way out."""
        if _LEAVE.search(subject):
            return None
        return self.finding(
            Bilingual(
                "Die Nachricht sagt nicht, wie man sie abbestellt. Setzen Sie zum Beispiel "
                "„Newsletter abbestellen“ mit einem Link ein.",
                "The message does not say how to unsubscribe. Put in, for example, "
                '"Newsletter abbestellen" with a link.',
            )
        )


class ReasonOfMessage(_MailRule):
    """A message goes only to those who consented, and best says so."""

    id = "legal.consent"
    severity = Severity.NOTE
    clause_id = "mail"
    about = Bilingual(
        "Eine Werbenachricht sagt, warum ihr Empfänger sie bekommt; sie braucht seine "
        "Einwilligung.",
        "An advertising message says why its reader receives it; it needs consent.",
    )

    def judge(self, subject: str, ad: Ad) -> Finding | None:
        """Remind of consent where the message does not say why it comes."""
        if _WHY.search(subject):
            return None
        return self.finding(
            Bilingual(
                "Werbung per E-Mail geht nur an Empfänger, die ausdrücklich eingewilligt haben. "
                "Sagen Sie in der Nachricht, warum man sie bekommt.",
                "Advertising by e-mail goes only to people who expressly consented. Say in the "
                "message why they receive it.",
            )
        )


class ProviderNamed(LawRule[str]):
    """A landing page or a newsletter leads to the identification of its provider."""

    id = "legal.provider"
    severity = Severity.BLOCKS
    clause_id = "provider"
    about = Bilingual(
        "Landeseiten und Newsletter führen zum Impressum oder nennen den Anbieter vollständig.",
        "Landing pages and newsletters lead to the Impressum or name the provider in full.",
    )

    def covered(self, ad: Ad) -> Iterable[str]:
        """Return what a page or message says; a banner or a post is no service of its own."""
        if ad.is_printed:
            return []
        key = ad.context.stands(ad.pages[0].format_key if ad.pages else None).format_key or ""
        is_page = any(word in key.casefold() for word in _PAGES)
        return [all_said(ad)] if is_page or _is_mail(ad) else []

    def judge(self, subject: str, ad: Ad) -> Finding | None:
        """Look for the Impressum, or for name, address and a way to get in touch."""
        identity = [text for text in ad.context.identity if text.strip()]
        in_full = bool(identity) and all(says(ad, text) for text in identity)
        if _PROVIDER.search(subject) or (in_full and _REACHED.search(subject)):
            return None
        return self.finding(
            Bilingual(
                "Die Anbieterkennzeichnung fehlt. Setzen Sie einen Link „Impressum“ ein.",
                'The identification of the provider is missing. Put in a link "Impressum".',
            )
        )
