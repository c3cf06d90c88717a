"""Owns what a route declares about who may use it, and that the declaration holds."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, Protocol, TypeVar, cast

from flask import current_app
from flask_login import current_user

from portal.foundation.errors import N_, NotPermitted
from regions.scoping.actor import Actor
from regions.scoping.permissions import Permission

Params = ParamSpec("Params")
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Access:
    """Who may use a route: everybody, everybody signed in, or who has one of the permissions."""

    public: bool = False
    any_of: tuple[Permission, ...] = ()


class _SignedIn(Protocol):
    is_authenticated: bool
    actor: Actor


def current_actor() -> Actor:
    """Return who asks; a route that calls this is never public."""
    actor = find_actor()
    if actor is None:
        raise RuntimeError("Nobody is signed in: declare the route @requires or @signed_in")
    return actor


def find_actor() -> Actor | None:
    """Return who asks, None before the sign-in."""
    user = cast(_SignedIn, current_user)
    return user.actor if user.is_authenticated else None


def requires(
    *permissions: Permission,
) -> Callable[[Callable[Params, Answer]], Callable[Params, Answer]]:
    """Open a route to signed-in accounts that have any one of the permissions, somewhere."""
    if not permissions:
        raise ValueError("Name a permission, or declare the route @signed_in")
    return _declare(Access(any_of=permissions))


def signed_in(view: Callable[Params, Answer]) -> Callable[Params, Answer]:
    """Open a route to every signed-in account."""
    return _declare(Access())(view)


def public(view: Callable[Params, Answer]) -> Callable[Params, Answer]:
    """Open a route to everybody."""
    return _declare(Access(public=True))(view)


def declared_access(view: Callable[..., Any]) -> Access | None:
    """Return what a view function declares, None if nothing."""
    access = getattr(view, "access", None)
    return access if isinstance(access, Access) else None


def _declare(access: Access) -> Callable[[Callable[Params, Answer]], Callable[Params, Answer]]:
    def decorate(view: Callable[Params, Answer]) -> Callable[Params, Answer]:
        @wraps(view)
        def guarded(*args: Params.args, **kwargs: Params.kwargs) -> Answer:
            if not access.public:
                actor = find_actor()
                if actor is None:
                    return cast(Answer, current_app.login_manager.unauthorized())  # type: ignore[attr-defined] # set by Flask-Login
                _refuse_missing(actor, access.any_of)
            return view(*args, **kwargs)

        guarded.access = access  # type: ignore[attr-defined] # read by declared_access
        return guarded

    return decorate


def _refuse_missing(actor: Actor, any_of: tuple[Permission, ...]) -> None:
    if any_of and not any(actor.may(permission) for permission in any_of):
        raise NotPermitted(
            N_("This page is not part of your role. Your start page shows what you can do.")
        )
