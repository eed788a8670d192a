"""The demo bank's side towards shops: its API, which asks for their secret, and its callbacks."""

import asyncio
import hashlib
import hmac
import json
import secrets
from datetime import datetime
from functools import cache, partial
from typing import Any

import httpx
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from lk_app import wiring
from lk_app.demo.bank_checkouts import Book, Checkout, KeyReused
from lk_app.demo.bank_refunds import RefundBook, TooMuch

CALLBACK_PAUSES = (0, 1, 5)  # seconds before each attempt; then the shop has to ask itself
CALLBACK_TIMEOUT = 10.0


@cache
def book() -> Book:
    """The bank's checkouts."""
    return Book(wiring.settings().var_dir / "demo_bank.db")


@cache
def refunds() -> RefundBook:
    """The bank's refunds."""
    return RefundBook(wiring.settings().var_dir / "demo_bank.db")


async def create(request: Request) -> Response:
    """POST /demo-bank/api/checkouts by the shop, with its secret and an Idempotency-Key."""
    checkout = await _asked(request, book().create)
    if isinstance(checkout, Response):
        return checkout
    return JSONResponse({**checkout.public(), "url": f"/demo-bank/checkout/{checkout.id}"})


async def charge(request: Request) -> Response:
    """POST /demo-bank/api/charges: a kept card pays without its owner."""
    checkout = await _asked(request, book().charge)
    return checkout if isinstance(checkout, Response) else JSONResponse(checkout.public())


async def report(request: Request) -> Response:
    """GET /demo-bank/api/checkouts/ID by the shop."""
    checkout = await _checkout(request.path_params["checkout_id"]) if _is_shop(request) else None
    return JSONResponse(checkout.public()) if checkout else _no("unknown", 404)


async def give_back(request: Request) -> Response:
    """POST /demo-bank/api/refunds by the shop; the callback follows."""
    returned = await _asked(request, _give_back)
    if isinstance(returned, Response):
        return returned
    said = returned.public()
    callback = BackgroundTask(partial(call_back, "refund", said))
    return JSONResponse(said, background=callback)


def _give_back(key: str, asked: dict[str, Any], *, now: datetime) -> Any:
    checkout = book().find(str(asked["checkout"]), now=now)
    if checkout is None:
        raise TooMuch
    return refunds().give_back(key, checkout, asked, now=now)


async def refund(request: Request) -> Response:
    """GET /demo-bank/api/refunds/ID by the shop."""
    found = await wiring.in_thread(refunds().find, request.path_params["refund_id"])
    return JSONResponse(found.public()) if found and _is_shop(request) else _no("unknown", 404)


async def register(request: Request) -> Response:
    """GET /demo-bank/api/register?since=…&until=…: what was paid and given back in a span."""
    if not _is_shop(request):
        return _no("unauthorized", 401)
    try:
        since, until = (
            datetime.fromisoformat(request.query_params[name]) for name in ("since", "until")
        )
    except (KeyError, ValueError):
        return _no("malformed", 400)
    paid = await wiring.in_thread(book().paid, since, until)
    back = await wiring.in_thread(refunds().done, since, until)
    lines = [
        {**one.public(), "kind": "payment", "payment_reference": one.reference} for one in paid
    ]
    lines += [one.public() for one in back]
    return JSONResponse({"lines": sorted(lines, key=lambda line: str(line["changed_at"]))})


async def _asked(request: Request, act: Any) -> Any:
    """What `act` makes of a shop's request, or the answer that says no."""
    if not _is_shop(request):
        return _no("unauthorized", 401)
    key = request.headers.get("idempotency-key", "")
    try:
        return await wiring.in_thread(act, key, await request.json(), now=wiring.real_now())
    except KeyReused:
        return _no("key_reused", 409)
    except TooMuch:
        return _no("too_much", 422)
    except (KeyError, TypeError, ValueError, IndexError):
        return _no("malformed", 400)


def _no(error: str, status: int) -> Response:
    return JSONResponse({"error": error}, status_code=status)


def _is_shop(request: Request) -> bool:
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    return hmac.compare_digest(given.encode(), wiring.demo_bank_secret().encode())


async def _checkout(checkout_id: str) -> Checkout | None:
    return await wiring.in_thread(book().find, checkout_id, now=wiring.real_now())


async def tell(checkout_id: str, *, wait: float) -> None:
    """Tell the shop of a page as it will be after a while."""
    await asyncio.sleep(wait)
    checkout = await _checkout(checkout_id)
    assert checkout is not None
    await call_back("checkout", checkout.public())


async def call_back(what: str, said: dict[str, Any]) -> None:
    """Tell the shop, a few times if it does not answer."""
    event = {"id": f"evt_{secrets.token_hex(8)}", "kind": f"{what}.changed", what: said}
    body = json.dumps(event).encode()
    for pause in CALLBACK_PAUSES:
        await asyncio.sleep(pause)
        if await _delivered(body):
            return


async def _delivered(body: bytes) -> bool:
    headers = {"Demo-Bank-Signature": sign(body, at=wiring.real_now())}
    try:
        async with httpx.AsyncClient(timeout=CALLBACK_TIMEOUT) as client:
            answer = await client.post(
                wiring.own_address() + "/api/webhooks/demo_bank", content=body, headers=headers
            )
    except httpx.HTTPError:
        return False
    return answer.is_success


def sign(body: bytes, *, at: datetime) -> str:
    """The signature header of a callback."""
    stamp = str(int(at.timestamp()))
    key = wiring.demo_bank_secret().encode()
    digest = hmac.new(key, f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={stamp},v1={digest}"


routes = [
    Route("/demo-bank/api/checkouts", create, methods=["POST"]),
    Route("/demo-bank/api/checkouts/{checkout_id}", report),
    Route("/demo-bank/api/charges", charge, methods=["POST"]),
    Route("/demo-bank/api/refunds", give_back, methods=["POST"]),
    Route("/demo-bank/api/refunds/{refund_id}", refund),
    Route("/demo-bank/api/register", register),
]
