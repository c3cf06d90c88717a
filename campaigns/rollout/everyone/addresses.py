"""Owns the way back to the page of a check, from wherever something was done about it."""

from typing import Any

from flask import redirect, url_for
from werkzeug.wrappers import Response

from campaigns.rollout.everyone.subjects import CheckSubject


def to_check(subject: CheckSubject, anchor: str | None = None, **args: str) -> Response:
    """Lead to the page of a check, to a place on it where one is named."""
    version = subject.template_version_id
    asked: dict[str, Any] = {"version": version.hex} if version else {}
    asked |= args | {"campaign_id": subject.campaign_id, "_anchor": anchor}
    answer: Response = redirect(url_for("everyone.show_check", **asked))
    return answer
