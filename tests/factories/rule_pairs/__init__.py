"""For every rule a document that keeps it and one that does not, set by the typesetter."""

from tests.factories.rule_pairs.codes import CODES
from tests.factories.rule_pairs.law import LAW
from tests.factories.rule_pairs.pages import PAGES
from tests.factories.rule_pairs.pictures import PICTURES
from tests.factories.rule_pairs.texts import TEXTS

PAIRS = TEXTS | LAW | PICTURES | PAGES | CODES
"""By rule: what keeps it in words of both languages, that document, and one that does not."""
