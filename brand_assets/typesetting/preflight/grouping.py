"""Owns how findings come together for people: the same on several pages once, then by pages."""

from collections.abc import Sequence
from dataclasses import replace

from brand_assets.typesetting.preflight.findings import PreflightFinding

Pages = tuple[int, ...]
WHOLE: Pages = (0,)
"""Stands for the file as a whole."""


def by_pages(findings: Sequence[PreflightFinding]) -> dict[Pages, list[PreflightFinding]]:
    """Bring findings together that are the same on several pages, then by these pages."""
    where: dict[PreflightFinding, set[int]] = {}
    for finding in findings:
        where.setdefault(replace(finding, page=None), set()).add(finding.page or 0)
    found: dict[Pages, list[PreflightFinding]] = {}
    for finding, pages in where.items():
        found.setdefault(tuple(sorted(pages)), []).append(finding)
    return dict(sorted(found.items()))


def page_ranges(pages: Pages) -> str:
    """Return pages as people write them: 1, 3–5."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
