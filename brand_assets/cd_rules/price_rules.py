"""Owns the rule that a lowest price is shown as one."""

from brand_assets.cd_rules.context import Ad, PlacedFrame
from brand_assets.cd_rules.rule import FrameRule
from brand_assets.design_facts import Bilingual, Finding, FrameKind, Severity

_NO_BREAK = "\u00a0"


class LowestPriceMarked(FrameRule):
    """A price that is the lowest of several keeps its "ab" in every format."""

    id = "price.from"
    severity = Severity.CHECK
    clause = "PAngV § 1 (clear and true prices); UWG § 5"
    about = Bilingual(
        "Ein Preis, der nur der niedrigste von mehreren ist, steht mit „ab“ in der Anzeige.",
        'A price that is the lowest of several stands in the ad with its "from".',
    )
    kinds = (FrameKind.PRICE,)

    def judge(self, subject: PlacedFrame, ad: Ad) -> Finding | None:
        """Compare the price as it was entered with the price as it came out."""
        text, fields = subject.facts.text, subject.facts.fields
        entered = ad.context.values.get(fields[0], "") if fields else ""
        word = _word_before(entered)
        if text is None or not text.text.strip() or not word or text.text.startswith(word):
            return None
        where = ad.context.where()
        return self.frame_finding(
            subject,
            Bilingual(
                f"{where.de} steht der Preis ohne „{word}“, weil dafür kein Platz ist."
                " Gilt er nicht für alles, was gezeigt wird, dann nennen Sie einen festen Preis.",
                f'{where.en}, the price stands without "{word}", for which there is no room.'
                " If it does not hold for all that is shown, state a fixed price.",
            ),
        )


def _word_before(entered: str) -> str:
    """Return the word before a lowest price, empty where there is none; codes are in capitals."""
    word, space, _ = entered.partition(_NO_BREAK)
    return word if space and word.isalpha() and word.islower() else ""
