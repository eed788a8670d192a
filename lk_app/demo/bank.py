"""The demo bank's payment page. Never in production.

It behaves like a bank's hosted page: the shop creates a checkout (`bank_shop.py`), the payer
leaves for it, and the bank tells the shop by a signed callback (`gateways/demo_bank.py` is the
shop's side).
"""

import hmac
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import Route

from lk_app import wiring, wording
from lk_app.api.sessions import same_origin
from lk_app.demo import bank_cards, bank_shop
from lk_app.demo.bank_cards import Behaviour, CardRefused
from lk_app.demo.bank_checkouts import DELAY, Checkout
from lk_app.demo.bank_shop import book
from lk_app.security import local_path

PAGES = Path(__file__).parent / "bank_pages"
DECLINES = {Behaviour.NO_MONEY: "no_money", Behaviour.BLOCKED: "card_blocked"}
_html = Environment(loader=FileSystemLoader(PAGES), autoescape=True, trim_blocks=True)


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
            await wiring.in_thread(book().ask_code, checkout, card=mask, now=now)
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
    left = await wiring.in_thread(book().wrong_code, checkout)
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
        book().move, checkout, status, now=wiring.real_now(), card=card, decline=decline
    )
    tell = moved and not silent
    callback = BackgroundTask(partial(bank_shop.tell, checkout.id, wait=wait)) if tell else None
    return RedirectResponse(local_path(checkout.return_url), status_code=303, background=callback)


async def _checkout(request: Request) -> Checkout | None:
    return await wiring.in_thread(
        book().find, request.path_params["checkout_id"], now=wiring.real_now()
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
    *bank_shop.routes,
    Route("/demo-bank/checkout.js", script),
    Route("/demo-bank/checkout/{checkout_id}", page),
    Route("/demo-bank/checkout/{checkout_id}", pay, methods=["POST"]),
]
