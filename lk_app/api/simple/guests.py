"""/simple/readings/ACCOUNT/guest: «Не учитывать» what somebody sent without signing in."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from lk_app import wiring, wording
from lk_app.api.sessions import same_origin, small_form
from lk_app.api.simple.answers import missing, read_form, to_login, visitor_of
from lk_app.api.simple.readings import DONE, page
from lk_app.domain.accounts import LinkRefused
from lk_app.domain.guest_readings import GuestRefused
from lk_app.usecases import guest_readings

STALE = "Страница устарела. Если показания не ваши, откажитесь от них ещё раз."


async def disown(request: Request) -> Response:
    """The page of the account again, which says what became of the proposal."""
    form = await small_form(request)
    if form is None:
        return Response(status_code=413)
    me, number = await visitor_of(request), request.path_params["account_number"]
    here = f"/simple/readings/{number}"
    if me is None:
        return to_login(here)
    told = read_form(me, form.get("form", ""))
    if told is None or told.get("account") != number or not same_origin(request):
        return await page(request, me, {}, error=STALE)
    try:
        await wiring.in_thread(
            guest_readings.disown,
            db=wiring.database(),
            customer_id=me.customer.id,
            number=form.get("proposal", "")[:64],
            now=wiring.business_now(),
            zone=wiring.settings().zone,
        )
    except LinkRefused:
        return missing(me)
    except GuestRefused as refused:  # a reading like any other by now
        return await page(request, me, {}, error=wording.refusal(refused))
    return RedirectResponse(f"{here}?done={DONE}", status_code=303)


routes = [Route("/simple/readings/{account_number}/guest", disown, methods=["POST"])]
