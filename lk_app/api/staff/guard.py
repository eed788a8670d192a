"""Who may ask what of the console: no route of it is made but by `get` and `post` here.

The cookie is looked up on every request (as the cabinet's SessionGuard does on every event), so
sending somebody away, a changed role and a quarter of an hour without anybody act at once.
"""

from collections.abc import Awaitable, Callable
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from lk_app import security, wiring
from lk_app.documents import staff as pages
from lk_app.domain.staff import Permission
from lk_app.usecases import staff_sessions
from lk_app.usecases.staff_sessions import OnDuty
from lk_app.wording.staff import MENU, ROLES

HOME, LOGIN = "/staff", "/staff/login"
HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
}
Handler = Callable[[Request, OnDuty], Awaitable[Response]]


def get(path: str, permission: Permission | None, handler: Handler) -> Route:
    """A page for whoever has the permission; None: for everybody who is signed in."""
    return Route(path, guarded(permission, handler), methods=["GET"])


def post(path: str, permission: Permission | None, handler: Handler) -> Route:
    """The same for something done."""
    return Route(path, guarded(permission, handler), methods=["POST"])


def guarded(
    permission: Permission | None, handler: Handler
) -> Callable[[Request], Awaitable[Response]]:
    """The handler behind session and permission."""

    async def endpoint(request: Request) -> Response:
        me = await on_duty(request)
        if me is None:
            return _stranger(request)
        if permission is not None and not me.member.may(permission):
            return await _denied(request, me)
        return await handler(request, me)

    return endpoint


async def on_duty(request: Request) -> OnDuty | None:
    """Who asks, by the console's own cookie."""
    secret = request.cookies.get(security.STAFF_COOKIE, "")
    return await wiring.in_thread(
        staff_sessions.on_duty, db=wiring.database(), secret=secret, now=wiring.real_now()
    )


def answer(
    name: str, /, *, me: OnDuty | None, status: int = 200, active: str = "", **facts: object
) -> Response:
    """A page in finished words, with the menu of this employee."""
    html = pages.page(
        name,
        supplier=wiring.supplier(),
        menu=[item for item in MENU if me and me.member.may(item.permission)],
        person=me.member.name if me else "",
        role=ROLES[me.member.role] if me else "",
        active=active,
        **facts,
    )
    return HTMLResponse(html, status_code=status, headers=HEADERS)


def asked(request: Request, name: str, *, limit: int = 200) -> str:
    """A word of the address as it can be looked for, "" if it is absent."""
    typed = request.query_params.get(name, "")[:limit]
    return "".join(filter(str.isprintable, typed)).strip()


def asked_number(request: Request, name: str) -> int | None:
    """A number of the address, None if it is absent or none."""
    typed = asked(request, name, limit=9)
    return int(typed) if typed.isascii() and typed.isdigit() else None


def missing(me: OnDuty) -> Response:
    """Nothing is there."""
    return answer("missing", me=me, status=404)


def _stranger(request: Request) -> Response:
    """Sign in first. What was typed stays in the form that the browser goes back to."""
    if request.method == "POST":
        return answer("expired", me=None, status=401)
    target = f"{request.url.path}?{request.url.query}".rstrip("?")
    away = "&away=1" if security.STAFF_COOKIE in request.cookies else ""
    return RedirectResponse(f"{LOGIN}?next={quote(target, safe='/')}{away}", status_code=303)


async def _denied(request: Request, me: OnDuty) -> Response:
    await wiring.in_thread(
        staff_sessions.note_denied,
        db=wiring.database(),
        me=me,
        path=f"{request.method} {request.url.path}",
        now=wiring.real_now(),
    )
    return answer("denied", me=me, status=403)
