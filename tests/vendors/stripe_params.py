"""Stripe's request bodies held against the SDK's own TypedDicts: nested typos are found offline."""

import sys
import typing
from types import UnionType
from typing import Any, Literal, NotRequired, Union, get_args, get_origin
from urllib.parse import parse_qsl

from stripe import RequestOptions
from typing_extensions import get_type_hints, is_typeddict

HEADERS = frozenset(RequestOptions.__annotations__)


def parsed(encoded: str) -> dict[str, Any]:
    """`a[b][0][c]=1` as nested dicts and lists; all leaves are text."""
    found: dict[str, Any] = {}
    for name, value in parse_qsl(encoded, keep_blank_values=True):
        *path, last = name.replace("]", "").split("[")
        at = found
        for part in path:
            at = at.setdefault(part, {})
        at[last] = value
    return {name: _listed(inner) for name, inner in found.items()}


def _listed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value and all(name.isdigit() for name in value):
        return [_listed(value[name]) for name in sorted(value, key=int)]
    return {name: _listed(inner) for name, inner in value.items()}


def fault(body: Any, expected: Any, path: str = "") -> str:
    """The first place of a body that its type does not allow, "" if all is well."""
    faults = [_fault(body, one, path) for one in _choices(expected)]
    return "" if "" in faults else max(faults, key=len)


def _choices(expected: Any) -> list[Any]:
    if get_origin(expected) is NotRequired:
        return _choices(get_args(expected)[0])
    if get_origin(expected) in (Union, UnionType):
        return [choice for one in get_args(expected) for choice in _choices(one)]
    return [expected]


def _fault(body: Any, expected: Any, path: str) -> str:
    if is_typeddict(expected):
        return _object_fault(body, expected, path)
    kind, inner = get_origin(expected) or expected, get_args(expected)
    if kind is list and isinstance(body, list):
        return next(filter(None, (fault(one, inner[0], path) for one in body)), "")
    fits = {
        dict: isinstance(body, dict),
        Literal: body in inner if isinstance(body, str) else False,
        bool: body in ("true", "false"),
        int: isinstance(body, str) and body.isdecimal(),
        str: isinstance(body, str),
    }
    return "" if fits.get(kind) else f"{path} does not fit"


def _object_fault(body: Any, expected: Any, path: str) -> str:
    if not isinstance(body, dict):
        return f"{path} is no object"
    fields = _fields(expected)
    for name, value in body.items():
        if name not in fields:
            return f"{path}.{name} is unknown"
        if found := fault(value, fields[name], f"{path}.{name}"):
            return found
    needed = (name for name, kind in fields.items() if get_origin(kind) is not NotRequired)
    return next((f"{path}.{name} is missing" for name in needed if name not in body), "")


def _fields(expected: Any) -> dict[str, Any]:
    """The fields of the body: keys and versions (RequestOptions) travel in headers."""
    names = {**vars(typing), **vars(sys.modules[expected.__module__])}
    names |= {"UntypedStripeObject": dict, "StripeContext": str}
    hints = get_type_hints(expected, globalns=names, include_extras=True)
    return {name: kind for name, kind in hints.items() if name not in HEADERS}
