"""What the plain pages share: who asks, the page as an answer, the signed form."""

from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from lk_app import security, wiring
from lk_app.documents import simple
from lk_app.usecases import sessions
from lk_app.usecases.sessions import Visitor

FORM_SECONDS = 12 * 3600  # a form left open longer is shown anew, with what was typed
HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
}


async def visitor_of(request: Request) -> Visitor | None:
    """Who asks, by the cookie; None without an open session: answer with `to_login`."""
    secret = request.cookies.get(security.SESSION_COOKIE, "")
    return await wiring.in_thread(
        sessions.visitor, db=wiring.database(), secret=secret, now=wiring.real_now()
    )


def to_login(target: str) -> Response:
    """Sign in first, then go on to `target`, a path of ours."""
    return RedirectResponse(f"/simple/login?next={quote(target, safe='/')}", status_code=303)


def answer(name: str, /, *, me: Visitor | None, status: int = 200, **facts: object) -> Response:
    """A page in finished words, for this person alone."""
    person = str(me.customer.name) if me else ""
    html = simple.page(name, supplier=wiring.supplier(), person=person, **facts)
    return HTMLResponse(html, status_code=status, headers=HEADERS)


def missing(me: Visitor) -> Response:
    """A stranger's account and one that does not exist sound alike."""
    return answer("missing", me=me, status=404)


def sign_form(me: Visitor, **facts: object) -> str:
    """A hidden field that only this session can send back, with what the form was made for.

    Old browsers know neither SameSite nor Origin: without it another site could post for them.
    """
    return wiring.signer().sign("simple-form", {**facts, "session": _name(me)})


def read_form(me: Visitor, signed: str) -> dict[str, Any] | None:
    """What the form was made for; None when it is another session's, too old or made up."""
    told = wiring.signer().read("simple-form", signed, max_age=FORM_SECONDS)
    if not isinstance(told, dict) or told.get("session") != _name(me):
        return None
    return told


def _name(me: Visitor) -> str:
    return f"{me.session.id} {me.session.created_at.isoformat()}"
