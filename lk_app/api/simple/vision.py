"""/vision: «Версия для слабовидящих», kept in a cookie; /vision.css: the same for plain pages."""

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from lk_app import security, wiring
from lk_app.api.sessions import small_form
from lk_app.api.simple.answers import answer, visitor_of
from lk_app.documents.simple import vision


async def show(request: Request) -> Response:
    """The form, with what is chosen already or is worth trying first."""
    chosen = vision.chosen(request.cookies.get(vision.COOKIE, ""))
    came_from = urlsplit(request.headers.get("referer", "")).path
    return answer(
        "vision",
        me=await visitor_of(request),
        choices=vision.CHOICES,
        marked=chosen or vision.OFFERED,
        on=bool(chosen),
        next="/" if came_from in ("", "/vision") else security.local_path(came_from),
    )


async def choose(request: Request) -> Response:
    """Keep the choice and go back to where the person came from."""
    form = await small_form(request)
    if form is None:
        return Response(status_code=413)
    response = RedirectResponse(security.local_path(form.get("next", "/")), status_code=303)
    if cookie := vision.answered(form):
        # read by the script before the first paint, so not HttpOnly: it is no secret
        secure = wiring.settings().secure_cookies
        response.set_cookie(
            vision.COOKIE, cookie, max_age=vision.YEAR, secure=secure, samesite="lax"
        )
    else:
        response.delete_cookie(vision.COOKIE)
    return response


async def style(request: Request) -> Response:
    """The style of this person's choice; an empty one for everybody else."""
    rules = vision.style(vision.chosen(request.cookies.get(vision.COOKIE, "")))
    return Response(rules, media_type="text/css", headers={"Cache-Control": "private, no-store"})


routes = [
    Route("/vision", show, methods=["GET"]),
    Route("/vision", choose, methods=["POST"]),
    Route("/vision.css", style, methods=["GET"]),
]
