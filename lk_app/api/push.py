"""/api/push: what this browser wants to be told of, by a plain POST of its own script."""

import json
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from lk_app import security, wiring, wording
from lk_app.api.documents import PRIVATE
from lk_app.api.sessions import FORM_LIMIT, address_of, same_origin, set_cookie
from lk_app.api.simple.answers import visitor_of
from lk_app.domain.notices import NoticeKind, PushAddress, PushRefused
from lk_app.usecases import notice_wishes

BROWSER_SECONDS = 400 * 24 * 3600  # as long as browsers keep a cookie at all


async def look(request: Request) -> Response:
    """POST /api/push/seen {endpoint}: the kinds this device gets, and the key of this server.

    By POST: an endpoint is a secret, and addresses end up in logs.
    """
    me = await visitor_of(request)
    asked = await _json(request)
    if me is None or asked is None:
        return _answer({}, 401 if me is None else 400)
    kinds = await wiring.in_thread(
        notice_wishes.on_device,
        db=wiring.database(),
        customer_id=me.customer.id,
        endpoint=_text(asked.get("endpoint")),
    )
    return _answer({"key": wiring.push().public_key, "kinds": sorted(kinds)})


async def wish(request: Request) -> Response:
    """POST /api/push {endpoint, keys: {p256dh, auth}, kinds}: exactly these kinds from now on."""
    me = await visitor_of(request)
    asked = await _json(request)
    if me is None or asked is None or (wanted := _wish(asked)) is None:
        return _answer({}, 401 if me is None else 400)
    browser = request.cookies.get(security.BROWSER_COOKIE) or security.new_secret()
    try:
        await wiring.in_thread(
            notice_wishes.wish_on_device,
            db=wiring.database(),
            push=wiring.push(),
            me=me,
            browser=browser,
            to=wanted.to,
            kinds=wanted.kinds,
            address=address_of(request),
            now=wiring.real_now(),
        )
    except PushRefused as refused:
        return _answer({"words": wording.refusal(refused)}, 422)
    answer = _answer({"kinds": sorted(wanted.kinds)})
    set_cookie(answer, security.BROWSER_COOKIE, browser, seconds=BROWSER_SECONDS)
    return answer


@dataclass(frozen=True, slots=True)
class Wish:
    """What a browser's script asked for."""

    to: PushAddress
    kinds: frozenset[NoticeKind]


def _wish(asked: dict[str, Any]) -> Wish | None:
    """None for anything our own script would not send."""
    keys, kinds = asked.get("keys"), asked.get("kinds")
    if not isinstance(keys, dict) or not isinstance(kinds, list):
        return None
    try:
        wanted = frozenset(NoticeKind(kind) for kind in kinds)
    except (ValueError, TypeError):
        return None
    to = PushAddress(
        _text(asked.get("endpoint")), _text(keys.get("p256dh")), _text(keys.get("auth"))
    )
    return Wish(to, wanted)


async def _json(request: Request) -> dict[str, Any] | None:
    """A short object of our own pages; a form of another site cannot carry this type."""
    length = request.headers.get("content-length", "")
    plain = request.headers.get("content-type", "").startswith("application/json")
    if not (length.isascii() and length.isdigit() and int(length) <= FORM_LIMIT):
        return None
    if not plain or not same_origin(request):
        return None
    try:
        told = json.loads(await request.body())
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


def _text(value: object) -> str:
    return value[:2_000] if isinstance(value, str) and value.isprintable() else ""


def _answer(told: dict[str, Any], status: int = 200) -> Response:
    return JSONResponse(told, status_code=status, headers=PRIVATE)


routes = [
    Route("/api/push/seen", look, methods=["POST"]),
    Route("/api/push", wish, methods=["POST"]),
]
