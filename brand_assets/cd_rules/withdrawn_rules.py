"""Owns the rule that tells of pictures which were taken out when their rights had ended."""

from collections.abc import Iterable

from brand_assets.cd_rules.context import Ad, WithdrawnPhoto
from brand_assets.cd_rules.photo_rules import CHOOSE
from brand_assets.cd_rules.rule import Rule
from brand_assets.design_facts import Bilingual, Finding, Severity


class PhotoWithdrawn(Rule[WithdrawnPhoto]):
    """A picture that was taken out of an ad is told of until another one is chosen."""

    id = "asset.withdrawn"
    severity = Severity.CHECK
    clause = "Licence of the asset"
    about = Bilingual(
        "Ein Foto, dessen Rechte geendet haben, wird aus Entwürfen genommen; die Anzeige sagt es, "
        "bis ein anderes gewählt ist.",
        "A photo whose rights have ended is taken out of drafts; the ad says so until another one "
        "is chosen.",
    )

    def subjects(self, ad: Ad) -> Iterable[WithdrawnPhoto]:
        """Return the pictures that were taken out and not replaced yet."""
        return ad.context.withdrawn

    def judge(self, subject: WithdrawnPhoto, ad: Ad) -> Finding | None:
        """Say which picture is gone, since when, and what to do."""
        return self.finding(
            Bilingual(
                f"Das Foto „{subject.title}“ durfte nur bis {subject.ended:%d.%m.%Y} verwendet "
                "werden und ist nicht mehr in der Anzeige. Wählen Sie ein anderes.",
                f'The photo "{subject.title}" could be used only until {subject.ended:%d/%m/%Y} '
                "and is no longer in the ad. Choose another one.",
            ),
            field=subject.field,
            mends=(CHOOSE,),
        )
