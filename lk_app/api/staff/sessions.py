"""/staff/login and /staff/logout: a cookie of the console's own, which no other address gets."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from lk_app import security, wiring
from lk_app.api.sessions import address_of, small_form
from lk_app.api.staff.guard import HOME, LOGIN, answer, on_duty, post
from lk_app.domain.staff import SHIFT, StaffSignInRefused
from lk_app.usecases import staff_sessions
from lk_app.usecases.staff_sessions import OnDuty
from lk_app.wording import refusal


async def show(request: Request) -> Response:
    """The form; whoever is at work already goes on."""
    target = console_path(request.query_params.get("next", ""))
    if await on_duty(request):
        return RedirectResponse(target, status_code=303)
    away = request.query_params.get("away") == "1"
    return _page(target, away=away)


async def login(request: Request) -> Response:
    """Open a session; a refusal does not tell which of the three was wrong."""
    form = await small_form(request)
    if form is None:
        return Response(status_code=413)
    target = console_path(form.get("next", ""))
    try:
        secret = await wiring.in_thread(
            staff_sessions.sign_in,
            db=wiring.database(),
            signer=wiring.signer(),
            email=form.get("email", ""),
            password=form.get("password", ""),
            code=form.get("code", ""),
            address=address_of(request),
            user_agent=request.headers.get("user-agent", ""),
            now=wiring.real_now(),
        )
    except StaffSignInRefused as refused:
        return _page(target, email=form.get("email", "")[:200], error=refusal(refused))
    await _end(request)  # the one this browser had: it would stay open unseen
    response = RedirectResponse(target, status_code=303)
    response.set_cookie(
        security.STAFF_COOKIE,
        secret,
        max_age=int(SHIFT.total_seconds()),
        path=HOME,
        httponly=True,
        samesite="strict",
        secure=wiring.settings().secure_cookies,
    )
    return response


async def logout(request: Request, me: OnDuty) -> Response:
    """End the session."""
    await _end(request)
    response = RedirectResponse(LOGIN, status_code=303)
    response.delete_cookie(security.STAFF_COOKIE, path=HOME)
    return response


async def _end(request: Request) -> None:
    secret = request.cookies.get(security.STAFF_COOKIE, "")
    await wiring.in_thread(
        staff_sessions.sign_out, db=wiring.database(), secret=secret, now=wiring.real_now()
    )


def console_path(typed: str) -> str:
    """A path of the console, never another place."""
    path = security.local_path(typed)
    return path if path == HOME or path.startswith((f"{HOME}/", f"{HOME}?")) else HOME


def _page(target: str, *, email: str = "", error: str = "", away: bool = False) -> Response:
    status = 422 if error else 200
    return answer("login", me=None, status=status, next=target, email=email, error=error, away=away)


routes = [
    Route(LOGIN, show, methods=["GET"]),
    Route(LOGIN, login, methods=["POST"]),
    post("/staff/logout", None, logout),
]
