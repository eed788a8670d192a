"""/simple/login and /simple/logout: the session is that of the whole cabinet."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from lk_app import security, wiring
from lk_app.api.sessions import end_session, let_in, same_origin, small_form
from lk_app.api.simple.answers import answer, visitor_of
from lk_app.domain.customers import SignInRefused
from lk_app.settings import DEMO_LOGIN, DEMO_PASSWORD
from lk_app.wording import moving, refusal

HOME = "/simple"
NOTHING: Mapping[str, str] = {}


async def show(request: Request) -> Response:
    """The form; whoever is signed in already goes on."""
    target = simple_path(request.query_params.get("next", ""))
    if await visitor_of(request):
        return RedirectResponse(target, status_code=303)
    return _page({"next": target})


async def login(request: Request) -> Response:
    """Open a session; a refusal stands beside its field, the name stays typed."""
    form = await small_form(request)
    if form is None:
        return Response(status_code=413)
    if not same_origin(request):
        return RedirectResponse("/simple/login", status_code=303)
    target = simple_path(form.get("next", ""))
    try:
        return await let_in(request, form, target)
    except SignInRefused as refused:
        return _page({**form, "next": target}, {refused.field: refusal(refused)})


async def logout(request: Request) -> Response:
    """End the session; harmless without one."""
    if same_origin(request):
        await end_session(request)
    response = RedirectResponse("/simple/login", status_code=303)
    response.delete_cookie(security.SESSION_COOKIE)
    return response


def simple_path(typed: str) -> str:
    """A path of the plain pages, never another place."""
    path = security.local_path(typed)
    return path if path == HOME or path.startswith((f"{HOME}/", f"{HOME}?")) else HOME


def _page(form: dict[str, str], errors: Mapping[str, str] = NOTHING) -> Response:
    example = (DEMO_LOGIN, DEMO_PASSWORD) if wiring.settings().demo else None
    return answer(
        "login",
        me=None,
        status=422 if errors else 200,
        login=form.get("login", "")[:200],
        next=form["next"],
        login_error=errors.get("login", ""),
        password_error=errors.get("password", ""),
        example=example,
        old_names=moving.names(wiring.old_cabinet().until, wiring.real_now()),
    )


routes = [
    Route("/simple/login", show, methods=["GET"]),
    Route("/simple/login", login, methods=["POST"]),
    Route("/simple/logout", logout, methods=["POST"]),
]
