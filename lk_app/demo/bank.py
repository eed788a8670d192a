"""The demo bank's side: its API for shops, its payment page, its callbacks. Never in production.

It behaves like a bank's hosted page: the shop creates a checkout, the payer leaves for it, and the
bank tells the shop by a signed callback (`gateways/demo_bank.py` is the shop's side).
"""

import asyncio
import hashlib
import hmac
import json
import secrets
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

import httpx
from jinja2 import Environment, FileSystemLoader
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import Route

from lk_app import wiring, wording
from lk_app.api.sessions import same_origin
from lk_app.demo import bank_cards
from lk_app.demo.bank_cards import Behaviour, CardRefused
from lk_app.demo.bank_checkouts import DELAY, Book, Checkout, KeyReused
from lk_app.security import local_path

PAGES = Path(__file__).parent / "bank_pages"
CALLBACK_PAUSES = (0, 1, 5)  # seconds before each attempt; then the shop has to ask itself
CALLBACK_TIMEOUT = 10.0
DECLINES = {Behaviour.NO_MONEY: "no_money", Behaviour.BLOCKED: "card_blocked"}
_html = Environment(loader=FileSystemLoader(PAGES), autoescape=True, trim_blocks=True)


@cache
def _book() -> Book:
    return Book(wiring.settings().var_dir / "demo_bank.db")


async def create(request: Request) -> Response:
    """POST /demo-bank/api/checkouts by the shop, with its secret and an Idempotency-Key."""
    if not _is_shop(request):
        return JSONResponse({"error": "unauthorized"}, status_code=401)
    try:
        checkout = await wiring.in_thread(
            _book().create,
            request.headers.get("idempotency-key", ""),
            await request.json(),
            now=wiring.real_now(),
        )
    except KeyReused:
        return JSONResponse({"error": "key_reused"}, status_code=409)
    except (KeyError, TypeError, ValueError):
        return JSONResponse({"error": "malformed"}, status_code=400)
    return JSONResponse({**checkout.public(), "url": f"/demo-bank/checkout/{checkout.id}"})


async def report(request: Request) -> Response:
    """GET /demo-bank/api/checkouts/ID by the shop."""
    checkout = await _checkout(request) if _is_shop(request) else None
    if checkout is None:
        return JSONResponse({"error": "unknown"}, status_code=404)
    return JSONResponse(checkout.public())


async def page(request: Request) -> Response:
    """The payment page: card form, confirmation of СБП, or the code of 3-D Secure."""
    checkout = await _checkout(request)
    if checkout is None:
        return PlainTextResponse("Такой страницы оплаты нет.", status_code=404)
    if not checkout.waits:
        return RedirectResponse(local_path(checkout.return_url), status_code=303)
    return _show(checkout)


async def pay(request: Request) -> Response:
    """«Оплатить», «Подтвердить», «Отказаться»: one step on, then the callback, then back."""
    checkout = await _checkout(request)
    if checkout is None or not same_origin(request):
        return PlainTextResponse("Такой страницы оплаты нет.", status_code=404)
    form = {name: str(value)[:100] for name, value in (await request.form()).items()}
    if not checkout.waits:
        return RedirectResponse(local_path(checkout.return_url), status_code=303)
    if form.get("step") == "cancel":
        return await _finish(checkout, "canceled")
    if checkout.status == "code":
        return await _confirm_code(checkout, form.get("code", ""))
    if checkout.method == "sbp":
        return await _finish(checkout, "paid", card="СБП")
    return await _charge(checkout, form)


async def _charge(checkout: Checkout, form: dict[str, str]) -> Response:
    try:
        card = bank_cards.check(
            number=form.get("number", ""),
            expires=form.get("expires", ""),
            code=form.get("code", ""),
            today=wiring.real_now().date(),
        )
    except CardRefused as refused:
        return _show(checkout, typed=form, errors=refused.errors)
    mask = bank_cards.mask(card.number)
    match card.behaviour:
        case Behaviour.ASKS_CODE:
            now = wiring.real_now()
            await wiring.in_thread(_book().ask_code, checkout, card=mask, now=now)
            return RedirectResponse(f"/demo-bank/checkout/{checkout.id}", status_code=303)
        case Behaviour.SILENT:
            return await _finish(checkout, "paid", card=mask, silent=True)
        case Behaviour.SLOW:
            return await _finish(checkout, "processing", card=mask, wait=DELAY.total_seconds())
        case Behaviour.PAYS:
            return await _finish(checkout, "paid", card=mask)
        case declined:
            return await _finish(checkout, "declined", card=mask, decline=DECLINES[declined])


async def _confirm_code(checkout: Checkout, typed: str) -> Response:
    if hmac.compare_digest(typed.strip().encode(), checkout.code.encode()):
        return await _finish(checkout, "paid")
    left = await wiring.in_thread(_book().wrong_code, checkout)
    if left == 0:
        return await _finish(checkout, "declined", decline="three_ds")
    words = wording.plural(left, "попытка", "попытки", "попыток")
    return _show(checkout, errors={"code": f"Код не подошёл. Осталось: {left} {words}."})


async def _finish(
    checkout: Checkout,
    status: str,
    *,
    card: str = "",
    decline: str = "",
    silent: bool = False,
    wait: float = 0,
) -> Response:
    """Write it down, send the payer back, and tell the shop unless the callback is to be lost."""
    moved = await wiring.in_thread(
        _book().move, checkout, status, now=wiring.real_now(), card=card, decline=decline
    )
    tell = moved and not silent
    callback = BackgroundTask(partial(call_back, checkout.id, wait=wait)) if tell else None
    return RedirectResponse(local_path(checkout.return_url), status_code=303, background=callback)


async def call_back(checkout_id: str, *, wait: float) -> None:
    """Tell the shop, a few times if it does not answer."""
    await asyncio.sleep(wait)
    checkout = await wiring.in_thread(_book().find, checkout_id, now=wiring.real_now())
    assert checkout is not None
    event = {
        "id": f"evt_{secrets.token_hex(8)}",
        "kind": "checkout.changed",
        "checkout": checkout.public(),
    }
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


def _is_shop(request: Request) -> bool:
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    return hmac.compare_digest(given.encode(), wiring.demo_bank_secret().encode())


async def _checkout(request: Request) -> Checkout | None:
    return await wiring.in_thread(
        _book().find, request.path_params["checkout_id"], now=wiring.real_now()
    )


def _show(
    checkout: Checkout,
    *,
    typed: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> Response:
    step = checkout.status if checkout.status == "code" else checkout.method
    facts: dict[str, Any] = {
        "checkout": checkout,
        "amount": wording.roubles(checkout.amount),
        "shop": wiring.supplier().short_name,
        "cards": bank_cards.TEST_CARDS,
        "typed": typed or {},
        "errors": errors or {},
    }
    content = _html.get_template(f"{step}.html").render(facts)
    return HTMLResponse(content, status_code=422 if errors else 200)


async def script(request: Request) -> Response:
    """The page's script: keeps a number that is none of ours from ever leaving the browser."""
    return FileResponse(PAGES / "checkout.js", media_type="text/javascript")


routes = [
    Route("/demo-bank/api/checkouts", create, methods=["POST"]),
    Route("/demo-bank/api/checkouts/{checkout_id}", report),
    Route("/demo-bank/checkout.js", script),
    Route("/demo-bank/checkout/{checkout_id}", page),
    Route("/demo-bank/checkout/{checkout_id}", pay, methods=["POST"]),
]
