"""Owns the rule about fields that must not stay empty."""

from collections.abc import Iterable

from brand_assets.cd_rules.context import Ad
from brand_assets.cd_rules.rule import Rule
from brand_assets.design_facts import Bilingual, Finding, Mend, MendKind, Severity


class RequiredField(Rule[str]):
    """Every field that the template requires has a value."""

    id = "field.required"
    severity = Severity.BLOCKS
    clause = "Ad template, required fields"
    binding = True
    about = Bilingual(
        "Jede Angabe, die die Vorlage verlangt, ist ausgefüllt.",
        "Every entry that the template requires is filled in.",
    )

    def subjects(self, ad: Ad) -> Iterable[str]:
        """Return the keys of the required fields."""
        return sorted(ad.context.required_fields)

    def judge(self, subject: str, ad: Ad) -> Finding | None:
        """Say which entry is missing."""
        if ad.context.values.get(subject, "").strip():
            return None
        label = ad.context.label(subject)
        return self.finding(
            Bilingual(f"„{label.de}“ fehlt noch.", f'"{label.en}" is still missing.'),
            field=subject,
            mends=(Mend(MendKind.OPEN_FIELD, Bilingual("Ausfüllen", "Fill in")),),
        )
