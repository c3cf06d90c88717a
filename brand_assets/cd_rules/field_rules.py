"""Owns the rules about fields: what must not stay empty or as it was, and what is unreadable."""

from collections.abc import Iterable

from brand_assets.cd_rules.context import Ad
from brand_assets.cd_rules.rule import Rule
from brand_assets.design_facts import Bilingual, Finding, Mend, MendKind, Severity


class ValueReadable(Rule[str]):
    """What was entered in a field can be read as what the field is for."""

    id = "field.value"
    severity = Severity.BLOCKS
    clause = "Ad template, kinds and limits of fields"
    binding = True
    about = Bilingual(
        "Jede Angabe passt zu ihrem Feld: Preise sind Preise, Tage sind Tage, und nichts ist zu "
        "lang.",
        "Every entry suits its field: prices are prices, days are days, and nothing is too long.",
    )

    def subjects(self, ad: Ad) -> Iterable[str]:
        """Return the keys of the fields that were filled in."""
        return dict.fromkeys((*ad.context.unreadable, *ad.context.values))

    def judge(self, subject: str, ad: Ad) -> Finding | None:
        """Tell what the field says about its value."""
        problem = ad.context.unreadable.get(subject)
        return self.finding(problem, field=subject) if problem else None


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


class ExampleReplaced(Rule[str]):
    """What head office wrote as an example was replaced by the outlet's own."""

    id = "field.must_change"
    severity = Severity.BLOCKS
    clause = "Ad template, fields that must be changed"
    binding = True
    about = Bilingual(
        "Jede Angabe, die die Filiale anpassen soll, sagt etwas anderes als das Beispiel der "
        "Zentrale.",
        "Every entry that the outlet is to adapt says something else than head office's example.",
    )

    def subjects(self, ad: Ad) -> Iterable[str]:
        """Return the keys of the fields to adapt."""
        return sorted(ad.context.examples)

    def judge(self, subject: str, ad: Ad) -> Finding | None:
        """Say in which entry the example still stands."""
        if not ad.context.examples[subject] or not ad.context.values.get(subject, "").strip():
            return None
        label = ad.context.label(subject)
        return self.finding(
            Bilingual(
                f"„{label.de}“ bitte anpassen: Hier steht noch, was die Zentrale geschrieben hat.",
                f'Change "{label.en}": it still says what head office wrote.',
            ),
            field=subject,
            mends=(Mend(MendKind.OPEN_FIELD, Bilingual("Anpassen", "Change it")),),
        )
