"""A mail program's own «отписаться» (RFC 8058): by POST, without signing in, from any site."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from lk_app import wiring
from lk_app.domain.one_time import LinkRefused
from lk_app.usecases import notice_wishes
from lk_app.wording import refusal


async def unsubscribe(request: Request) -> Response:
    """POST /api/letters/unsubscribe?token=: calls off such letters; a GET only leads to a page.

    Mail scanners open every link, so opening one changes nothing.
    """
    token = request.query_params.get("token", "")
    if request.method != "POST":
        return RedirectResponse(f"/unsubscribe?{request.url.query}", status_code=303)
    try:
        await wiring.in_thread(
            notice_wishes.call_off,
            db=wiring.database(),
            signer=wiring.signer(),
            token=token,
            now=wiring.real_now(),
        )
    except LinkRefused as refused:
        return PlainTextResponse(refusal(refused), status_code=404)
    return PlainTextResponse("Больше не присылаем такие письма на эту почту.")


routes = [Route("/api/letters/unsubscribe", unsubscribe, methods=["GET", "POST"])]
