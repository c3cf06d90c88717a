"""Owns the page of the manual that tells the preflight rules, written from the rules."""

from collections.abc import Sequence

from brand_assets.typesetting.preflight.findings import Profile, Rule
from brand_assets.typesetting.preflight.words import UNREADABLE, WORDS

_HEAD = """# Preflight

`portal preflight FILE.pdf …` reads finished files of any program and says what a printer, or the
reader of a screen file, would stumble over. It looks at nothing but the file: not at the template,
and not at what our own writer knows. So it says as much about a file of another program as about
one of ours.

    portal preflight flyer.pdf                        # for the press: PDF/X-4
    portal preflight --profile screen --lang de *.pdf # several files, for a screen, in German
    portal preflight --json - < flyer.pdf             # from standard input, for a program

In the portal the page "Check a PDF" does the same for suppliers and head office; nothing is kept.

| Exit code | means |
|---|---|
| 0 | nothing blocks |
| 1 | at least one finding blocks, in any of the files |
| 2 | the command was called wrongly, or a file is not there |

Severities: **blocks** (do not print or publish), **check** (a person should look), **note** (good
to know). The profile `x4` is for the press: it follows ISO 15930-7 (PDF/X-4) and the practice that
the Ghent Workgroup recommends; limits in ppi, pt, mm and percent are ours, and nobody certified it.
`screen` is for files that are only looked at. A file that cannot be read at all is the finding
`unreadable`; a rule that meets a malformed object reports that instead of its own fault. In Python
(`check_pdf`) an order can be held against the file: trim, bleed, number of pages and spot inks.

What it does not do: it does not measure the ink of photos, gradients or transparency (the
typesetter measures those from the page itself), and it does not replace a commercial preflight.
Of a very large file only a part is checked, and the finding `checked-whole` says so; a file that
keeps the command busy for more than a minute, or needs more than 4 GB, is `unreadable`.

## JSON

`--json` prints one object for each run:

| Field | holds |
|---|---|
| `profile` | `x4` or `screen` |
| `passed` | whether nothing blocks, in all files |
| `files` | a list, one object for each file, in the order of the command |
| `files[].file` | the path as given; `-` for standard input |
| `files[].passed` | whether nothing blocks |
| `files[].counts` | how many findings of each severity: `blocks`, `check`, `note` |
| `files[].findings` | a list, the worst first |
| `findings[].rule` | the key of the rule, as below |
| `findings[].severity` | `blocks`, `check` or `note` |
| `findings[].page` | the page from 1, or `null` for the file as a whole |
| `findings[].object` | where in the file, for a prepress program, or `null` |
| `findings[].message` | what was found, as `de` and `en` |
| `findings[].mend` | how to mend it, as `de` and `en` |

Fields may be added; none of these goes or changes its meaning.

This page is written from the rules by `python -m brand_assets.typesetting.preflight.manual`; a
test holds the two together.

"""


def manual(rules: Sequence[Rule]) -> str:
    """Return the page in English."""
    rows = ["## The rules at a glance\n", "| Rule | Severity | Profiles | What it demands |"]
    rows.append("|---|---|---|---|")
    rows += [
        f"| [`{rule.key}`](#{rule.key}) | {rule.severity} | {_profiles(rule)} "
        f"| {rule.words.demand.en} |"
        for rule in rules
    ]
    return _HEAD + "\n".join(rows) + "\n" + "".join(_section(rule) for rule in rules) + _last()


def _profiles(rule: Rule) -> str:
    return ", ".join(profile for profile in Profile if profile in rule.profiles)


def _section(rule: Rule) -> str:
    words = rule.words
    text = (
        f"\n## {rule.key}\n\n**{words.demand.en}** ({rule.severity}; {_profiles(rule)})\n\n"
        f"Why: {words.why.en}\n\nHow to mend: {words.mend.en}\n"
    )
    return text + (f"\nLimits: {words.limits}\n" if words.limits else "")


def _last() -> str:
    words = WORDS[UNREADABLE]
    return (
        f"\n## {UNREADABLE}\n\n**{words.demand.en}** (blocks; x4, screen)\n\n"
        f"Why: {words.why.en}\n\nHow to mend: {words.mend.en}\n"
    )


def _main() -> None:
    from brand_assets.typesetting.preflight import RULES  # noqa: PLC0415 - only to print the page

    print(manual(list(RULES.values())), end="")  # noqa: T201 - prints by design


if __name__ == "__main__":
    _main()
