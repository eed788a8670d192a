"""/simple/consent: the text of the consent is another one since; asked once, at the next sign-in.

Plain, so that it stands before both cabinets, with JavaScript and without.
"""

from datetime import date

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from lk_app import security, wiring
from lk_app.api.sessions import CONSENT, address_of, small_form
from lk_app.api.simple.answers import answer, read_form, sign_form, to_login, visitor_of
from lk_app.domain.registration import CONSENT_VERSION
from lk_app.usecases import consents
from lk_app.usecases.sessions import Visitor
from lk_app.wording import day


async def show(request: Request) -> Response:
    """The question; whoever has agreed already goes on."""
    target = security.local_path(request.query_params.get("next", ""))
    me = await visitor_of(request)
    if me is None:
        return to_login(CONSENT)
    due = await wiring.in_thread(consents.is_due, db=wiring.database(), customer_id=me.customer.id)
    return _page(me, target) if due else RedirectResponse(target, status_code=303)


async def agree(request: Request) -> Response:
    """The box, ticked or not."""
    form = await small_form(request)
    if form is None:
        return Response(status_code=413)
    me = await visitor_of(request)
    if me is None:
        return to_login(CONSENT)
    told = read_form(me, form.get("form", ""))
    target = security.local_path(str((told or form).get("next", "")))
    if told is None or form.get("consent") != "on":
        return _page(me, target, missed=told is not None)
    await wiring.in_thread(
        consents.agree,
        db=wiring.database(),
        customer_id=me.customer.id,
        address=address_of(request),
        now=wiring.real_now(),
    )
    return RedirectResponse(target, status_code=303)


def _page(me: Visitor, target: str, *, missed: bool = False) -> Response:
    return answer(
        "consent",
        me=me,
        status=422 if missed else 200,
        form=sign_form(me, next=target),
        version=day(date.fromisoformat(CONSENT_VERSION)),
        missed=missed,
    )


routes = [Route(CONSENT, show, methods=["GET"]), Route(CONSENT, agree, methods=["POST"])]
