"""Owns the typed refusals that every package raises and one handler answers.

A message is an English template (`N_("… %(name)s …")`) that says what to do; the handler
translates it for its reader and fills in `params`.
"""

from collections.abc import Mapping


def N_(message: str) -> str:  # noqa: N802 - gettext's name for "mark, translate later"
    """Mark a message for translation where no reader is known yet."""
    return message


class Refusal(Exception):
    """Something the system will not do, with a message its reader can act on."""

    status = 400
    code = "refused"

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message % params if params else message)
        self.message = message
        self.params: Mapping[str, object] = params

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle with template and parameters, so that it can still be translated elsewhere."""
        return _rebuild, (type(self), self.message, dict(self.params), self.__dict__)


class NotFound(Refusal):
    """It does not exist, or not for this account: the two look alike."""

    status = 404
    code = "not_found"


class NotTheirs(NotFound):
    """It exists, but not for this account, and no page leads there: asking is written down."""


class NotPermitted(Refusal):
    """The account may see it but not do this to it."""

    status = 403
    code = "not_permitted"


class Conflict(Refusal):
    """Somebody or something else was faster; nothing was overwritten."""

    status = 409
    code = "conflict"


class Ended(Conflict):
    """What is asked for was ended for everybody; no page offers it any more."""

    code = "ended"


class Invalid(Refusal):
    """The input cannot be used as it is; `field` names the culprit where there is one."""

    status = 422
    code = "invalid"

    def __init__(self, message: str, *, field: str | None = None, **params: object) -> None:
        super().__init__(message, **params)
        self.field = field


class Misconfigured(Refusal):
    """The operator must mend the settings first."""

    status = 503
    code = "misconfigured"


class NotNow(Refusal):
    """It cannot be done at the moment, through no fault of who asked; later it can."""

    status = 503
    code = "not_now"


def _rebuild(
    kind: type[Refusal], message: str, params: dict[str, object], state: dict[str, object]
) -> Refusal:
    refusal = kind(message, **params)
    refusal.__dict__.update(state)
    return refusal
