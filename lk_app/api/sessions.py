"""Signing in and out by plain POST: only a plain response can set an HttpOnly cookie."""

import re
from collections.abc import Mapping
from urllib.parse import parse_qs, quote, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from lk_app import security, wiring
from lk_app.domain.customers import REMEMBERED_LIFE, SESSION_LIFE, SignInRefused
from lk_app.usecases import consents, notice_wishes, sessions
from lk_app.wording import refusal

CONSENT = "/simple/consent"  # asks those who agreed to another text than today's
FLASH_COOKIE = "lk_flash"
FLASH_SECONDS = 120
FORM_LIMIT = 16_384  # bytes of a short form; a real one has a few hundred
LENGTH = re.compile(r"[0-9]{1,12}")


async def login(request: Request) -> Response:
    """Open a session and go where the person wanted; else back, with what was typed and why."""
    if not same_origin(request):
        return RedirectResponse("/login", status_code=303)
    form = await small_form(request)
    if form is None:
        return Response(status_code=413)
    target = security.local_path(form.get("next") or _next_in_address(request))
    try:
        return await let_in(request, form, target)
    except SignInRefused as refused:
        facts = {"login": form.get("login", "")[:200], "field": refused.field, "next": target}
        return _back_to_login({**facts, "error": refusal(refused)})


def _next_in_address(request: Request) -> str:
    """`next` of the page the form stood on: it may be sent before the page's script has filled it
    in. Our Referrer-Policy lets our own pages tell it."""
    address = urlsplit(request.headers.get("referer", ""))
    return parse_qs(address.query).get("next", [""])[0]


async def let_in(request: Request, form: Mapping[str, str], target: str) -> Response:
    """Open a session for what was typed and lead on to `target`; raises SignInRefused."""
    opened = await wiring.in_thread(
        sessions.sign_in,
        db=wiring.database(),
        login=form.get("login", ""),
        password=form.get("password", ""),
        remember=form.get("remember") == "on",
        address=address_of(request),
        user_agent=request.headers.get("user-agent", ""),
        now=wiring.real_now(),
        old=wiring.old_cabinet(),
    )
    await wiring.in_thread(
        notice_wishes.signed_in,
        db=wiring.database(),
        browser=request.cookies.get(security.BROWSER_COOKIE, ""),
        customer_id=opened.session.customer_id,
        session_id=opened.session.id,
    )
    await end_session(request)  # the one this browser had: it would stay open unseen
    due = await wiring.in_thread(
        consents.is_due, db=wiring.database(), customer_id=opened.session.customer_id
    )
    asked = f"{CONSENT}?next={quote(target, safe='/')}"
    response = RedirectResponse(asked if due else target, status_code=303)
    life = REMEMBERED_LIFE if opened.session.remembered else SESSION_LIFE
    set_cookie(response, security.SESSION_COOKIE, opened.secret, seconds=int(life.total_seconds()))
    response.delete_cookie(FLASH_COOKIE)
    return response


async def logout(request: Request) -> Response:
    """End the session; harmless without one."""
    if same_origin(request):
        await end_session(request)
    response = RedirectResponse("/login", status_code=303)
    response.delete_cookie(security.SESSION_COOKIE)
    return response


async def end_session(request: Request) -> None:
    """End the session of this browser's cookie, if it has one."""
    secret = request.cookies.get(security.SESSION_COOKIE, "")
    await wiring.in_thread(
        sessions.sign_out, db=wiring.database(), secret=secret, now=wiring.real_now()
    )


def _back_to_login(facts: dict[str, str]) -> Response:
    response = RedirectResponse("/login", status_code=303)
    flash = wiring.signer().sign("flash", facts)
    set_cookie(response, FLASH_COOKIE, flash, seconds=FLASH_SECONDS)
    return response


def set_cookie(response: Response, name: str, value: str, *, seconds: int) -> None:
    """An HttpOnly, SameSite=Lax cookie that lives for so many seconds of real time."""
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        httponly=True,
        samesite="lax",
        secure=wiring.settings().secure_cookies,
    )


def address_of(request: Request) -> str:
    """The network address behind a request."""
    peer = request.client.host if request.client else ""
    # every line of it: some proxies add their own instead of continuing the caller's
    return wiring.client_address(peer, ",".join(request.headers.getlist("x-forwarded-for")))


def length_of(request: Request) -> int | None:
    """Bytes of the body as its sender says; None where that is no plain number."""
    said = request.headers.get("content-length", "")
    return int(said) if LENGTH.fullmatch(said) else None


async def small_form(request: Request, *, limit: int = FORM_LIMIT) -> dict[str, str] | None:
    """The fields of a short form as text without NUL; None for a flood, which is not read."""
    if not 0 < (length_of(request) or 0) <= limit:
        return None
    return {key: str(value).replace("\0", "") for key, value in (await request.form()).items()}


def same_origin(request: Request) -> bool:
    """Whether a POST comes from our own pages; a browser always tells (Fetch standard, Origin)."""
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


routes = [
    Route("/api/login", login, methods=["POST"]),
    Route("/api/logout", logout, methods=["POST"]),
]
