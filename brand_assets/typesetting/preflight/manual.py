"""Owns the page of the manual that lists the preflight rules, written from the rules."""

from brand_assets.typesetting.preflight.findings import Profile, Rule

_HEAD = """# Preflight

`portal preflight FILE.pdf [--json]` reads a finished file and says what a printer would stumble
over. It looks at nothing but the file: not at the template, and not at what our own writer knows.
So it says as much about a file of another program as about one of ours.

Severities: **blocks** (do not print), **check** (a person should look), **note** (good to know).
The profile `x4` is for the press, `screen` for files that are only looked at. A file that cannot
be read at all is the finding `unreadable`; a rule that meets a malformed object reports that
instead of its own fault. An order can be held against the file: trim, bleed, number of pages and
spot inks.

What it does not do: it does not measure the ink of photos or of colours that add up by
overprinting or transparency (the typesetter measures those from the page itself), it does not see
what a clipping path hides, and it does not replace a commercial preflight.

This page is written from the rules by `python -m brand_assets.typesetting.preflight.manual`; a
test holds the two together.

| Rule | Severity | Profiles | What it demands |
|---|---|---|---|
"""


def manual(rules: list[Rule]) -> str:
    """Return the page in English."""
    rows = []
    for rule in rules:
        profiles = ", ".join(profile.value for profile in Profile if profile in rule.profiles)
        rows.append(f"| `{rule.key}` | {rule.severity.value} | {profiles} | {rule.demand.en} |\n")
    return _HEAD + "".join(rows)


def _main() -> None:
    from brand_assets.typesetting.preflight import RULES  # noqa: PLC0415 - only to print the page

    print(manual(list(RULES.values())), end="")  # noqa: T201 - prints by design


if __name__ == "__main__":
    _main()
