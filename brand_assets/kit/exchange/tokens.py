"""Owns how files of W3C design tokens become tokens with values: groups, types, aliases resolved.

The format is that of the Design Tokens Community Group; the older one of `value` and `type` without
a dollar sign is read as well. A token without a `$type` has that of the nearest group around it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from portal.foundation.errors import N_, Invalid

MOST_TOKENS = 10_000
_MOST_STEPS = 30
_MOST_PATH = 300
_ALIAS = re.compile(r"^\{([^{}]{1,300})\}$")
_ROOT = "$root"

Path = tuple[str, ...]


class TokenFault(StrEnum):
    """Why a token has no value."""

    UNKNOWN_ALIAS = "unknown_alias"
    CIRCLE = "circle"
    NO_TYPE = "no_type"


@dataclass(frozen=True, slots=True)
class DesignToken:
    """One token: its path, type, value with all aliases resolved, and what is said about it.

    `alias_of` is the path that it only points to. `alpha` is how much a colour covers where its
    package says so beside the value.
    """

    path: Path
    type: str
    value: object
    description: str = ""
    extensions: Mapping[str, object] = field(default_factory=dict)
    alias_of: Path | None = None
    alpha: float | None = None


@dataclass(frozen=True, slots=True)
class FaultyToken:
    """A token without a value, and what it pointed to."""

    path: Path
    fault: TokenFault
    about: str = ""


@dataclass(frozen=True, slots=True)
class TokenTree:
    """All tokens of some files, and those that could not be resolved."""

    tokens: tuple[DesignToken, ...]
    faults: tuple[FaultyToken, ...] = ()

    def of_type(self, name: str) -> list[DesignToken]:
        """Return the tokens of one type."""
        return [token for token in self.tokens if token.type == name]


def read_tokens(files: Sequence[object]) -> TokenTree:
    """Return the tokens of parsed files that belong together; a later file wins over an earlier."""
    found: dict[Path, _Node] = {}
    for one in files:
        if not isinstance(one, Mapping):
            raise Invalid(N_("The file holds no groups of tokens. Export design tokens as JSON."))
        for node in _walk(one, (), None):
            found[node.path] = node
            if len(found) > MOST_TOKENS:
                raise Invalid(
                    N_("The files hold more than %(most)s tokens. Choose fewer files."),
                    most=MOST_TOKENS,
                )
    if not found:
        raise Invalid(N_("The file holds no design tokens. They have a $value each."))
    return _Resolver(found).resolve()


@dataclass(frozen=True, slots=True)
class _Node:
    path: Path
    type: str | None
    raw: object
    data: Mapping[str, object]


def _walk(group: Mapping[str, object], path: Path, inherited: str | None) -> Iterator[_Node]:
    kind = group.get("$type", inherited)
    own = kind if isinstance(kind, str) else inherited
    value_key = _value_key(group)
    if value_key is not None:
        plain = path[:-1] if path and path[-1] == _ROOT else path
        older = group.get("type") if value_key == "value" else None
        yield _Node(plain, older if isinstance(older, str) else own, group[value_key], group)
        return
    if sum(map(len, path)) > _MOST_PATH:
        raise Invalid(N_("The file nests its groups too deep. Export it again."))
    for name, part in group.items():
        if isinstance(part, Mapping) and (name == _ROOT or not name.startswith("$")):
            yield from _walk(part, (*path, *_steps(name)), own)


def _steps(name: str) -> Path:
    return tuple(step for step in name.split(".") if step) or ("-",)


def _value_key(group: Mapping[str, object]) -> str | None:
    if "$value" in group:
        return "$value"
    older = group.get("value")
    if older is None or (isinstance(older, Mapping) and _is_group(older)):
        return None
    return "value"


def _is_group(value: Mapping[str, object]) -> bool:
    """Tell a group that happens to be named "value" from a composite value."""
    return ("value" in value and "type" in value) or any(
        isinstance(part, Mapping) and ("$value" in part or "value" in part)
        for part in value.values()
    )


class _Unresolved(Exception):
    def __init__(self, fault: TokenFault, about: str) -> None:
        self.fault, self.about = fault, about


class _Resolver:
    def __init__(self, nodes: Mapping[Path, _Node]) -> None:
        self._nodes = nodes
        self._by_name = {".".join(path): node for path, node in nodes.items()}
        self._steps = 0

    def resolve(self) -> TokenTree:
        tokens, faults = [], []
        for node in self._nodes.values():
            try:
                tokens.append(self._token(node))
            except _Unresolved as problem:
                faults.append(FaultyToken(node.path, problem.fault, problem.about))
        return TokenTree(tuple(tokens), tuple(faults))

    def _token(self, node: _Node) -> DesignToken:
        last, alias = node, None
        trail = {node.path}
        while (target := self._target(last.raw)) is not None:
            if target.path in trail:
                raise _Unresolved(TokenFault.CIRCLE, ".".join(target.path))
            trail.add(target.path)
            alias = alias or target.path
            last = target
        kind = node.type or last.type
        if kind is None:
            raise _Unresolved(TokenFault.NO_TYPE, "")
        data = node.data
        description = data.get("$description", data.get("description", data.get("comment", "")))
        extensions = data.get("$extensions", {})
        return DesignToken(
            node.path,
            kind,
            self._value(last.raw, frozenset(trail)),
            description if isinstance(description, str) else "",
            extensions if isinstance(extensions, Mapping) else {},
            alias,
            _share(data.get("alpha", last.data.get("alpha"))),
        )

    def _target(self, raw: object) -> _Node | None:
        found = _ALIAS.match(raw.strip()) if isinstance(raw, str) else None
        if found is None:
            return None
        name = found[1].strip()
        for known in (name, name.removesuffix(".value"), name.removesuffix(f".{_ROOT}")):
            if known in self._by_name:
                return self._by_name[known]
        raise _Unresolved(TokenFault.UNKNOWN_ALIAS, name)

    def _value(self, raw: object, trail: frozenset[Path]) -> object:
        """Resolve the aliases inside a composite value."""
        self._steps += 1
        if len(trail) > _MOST_STEPS or self._steps > MOST_TOKENS * _MOST_STEPS:
            raise _Unresolved(TokenFault.CIRCLE, "")
        if isinstance(raw, Mapping):
            return {name: self._value(part, trail) for name, part in raw.items()}
        if isinstance(raw, list):
            return [self._value(part, trail) for part in raw]
        target = self._target(raw)
        if target is None:
            return raw
        if target.path in trail:
            raise _Unresolved(TokenFault.CIRCLE, ".".join(target.path))
        return self._value(target.raw, trail | {target.path})


def _share(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value <= 1 else None
