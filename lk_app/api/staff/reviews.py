"""/staff/payments/review: what our books and a gateway say differently."""

from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from lk_app import wiring, wording
from lk_app.api.sessions import small_form
from lk_app.api.staff.finding import page_number
from lk_app.api.staff.guard import answer, asked, get, post
from lk_app.domain.finding import PAGE
from lk_app.domain.gateway_registers import LineKind
from lk_app.domain.reconciliation import Case
from lk_app.domain.refusals import Refusal
from lk_app.domain.staff import Permission, StaffRefused
from lk_app.gateways.ports import GatewayRefused, GatewayUnanswered
from lk_app.usecases import payment_reviews
from lk_app.usecases.staff_sessions import OnDuty
from lk_app.wording.staff import DONE

PATH = "/staff/payments/review"
Decide = Callable[[OnDuty, int, str], Awaitable[object]]


async def show(request: Request, me: OnDuty) -> Response:
    """What waits, the oldest first."""
    done = DONE.get(asked(request, "done"), "")
    q = asked(request, "q", limit=80)
    return await _page(me, q=q, number=page_number(request), done=done)


async def decide(request: Request, me: OnDuty) -> Response:
    """Ask the gateway, accept what it confirms, or close the case with a note."""
    form = await small_form(request)
    if form is None:
        return Response(status_code=413)
    case_id, todo = request.path_params["case_id"], form.get("do")
    note = form.get("note", "")[:2000]
    if todo not in WAYS:
        return RedirectResponse(PATH, status_code=303)
    try:
        await WAYS[todo](me, case_id, note.strip())
    except (GatewayUnanswered, GatewayRefused):
        refused: Refusal = StaffRefused("staff.gateway")
    except Refusal as why:
        refused = why
    else:
        return RedirectResponse(f"{PATH}?done={todo}", status_code=303)
    return await _page(me, chosen=case_id, note=note, error=wording.refusal(refused))


async def _ask(me: OnDuty, case_id: int, note: str) -> object:
    return await wiring.in_thread(
        payment_reviews.ask,
        db=wiring.database(),
        gateways=wiring.payment_gateways(),
        paper=wiring.stationery(),
        case_id=case_id,
        now=wiring.business_now(),
        real_now=wiring.real_now(),
        by=me.actor,
    )


async def _accept(me: OnDuty, case_id: int, note: str) -> object:
    return await wiring.in_thread(
        payment_reviews.accept,
        db=wiring.database(),
        gateways=wiring.payment_gateways(),
        paper=wiring.stationery(),
        case_id=case_id,
        note=note,
        now=wiring.business_now(),
        real_now=wiring.real_now(),
        by=me.actor,
    )


async def _close(me: OnDuty, case_id: int, note: str) -> object:
    return await wiring.in_thread(
        payment_reviews.resolve,
        db=wiring.database(),
        case_id=case_id,
        note=note,
        now=wiring.business_now(),
        by=me.actor,
    )


WAYS: Mapping[str | None, Decide] = {"asked": _ask, "accepted": _accept, "closed": _close}


async def _page(
    me: OnDuty,
    *,
    q: str = "",
    number: int = 1,
    chosen: int = 0,
    note: str = "",
    error: str = "",
    done: str = "",
) -> Response:
    db = wiring.database()
    if chosen:
        one = await wiring.in_thread(payment_reviews.open_case, db=db, case_id=chosen)
        found = [one] if one else []
    else:
        found = await wiring.in_thread(
            payment_reviews.cases, db=db, typed=q, limit=PAGE + 1, offset=(number - 1) * PAGE
        )
    count = await wiring.in_thread(payment_reviews.how_many, db=db, typed=q)
    return answer(
        "review",
        me=me,
        active="review",
        status=422 if error else 200,
        rows=[_row(one) for one in found[:PAGE]],
        count=count,
        q=q,
        number=number,
        more=len(found) > PAGE,
        note=note,
        error=error,
        done=done,
    )


def _row(case: Case) -> dict[str, object]:
    one = case.finding
    kind = wording.name_of(wording.MOVEMENTS, one.subject)
    return {
        "id": case.id,
        "title": f"№\u00a0{case.id}. {wording.name_of(wording.FINDINGS, one.kind)}",
        "what": f"{kind} {one.number or one.external_id}",
        "day": wording.day(one.day),
        "gateway": one.gateway,
        "here": _side(one.here),
        "there": _side(one.there),
        "payment": one.number if one.subject is LineKind.PAYMENT else "",
    }


def _side(said: Mapping[str, object]) -> str:
    amount, currency = said.get("amount"), said.get("currency") or "RUB"
    money = wording.roubles(amount) if isinstance(amount, int) else ""
    shown = money if currency == "RUB" else f"{money} ({currency})"
    state = wording.name_of(wording.PAYMENT_STATES, str(said.get("state", "")))
    return ", ".join(filter(None, (shown, state))) or "ничего"


routes = [
    get(PATH, Permission.PAYMENTS, show),
    post(f"{PATH}/{{case_id:int}}", Permission.PAYMENTS, decide),
]
