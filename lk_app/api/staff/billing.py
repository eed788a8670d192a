"""/staff/billing: order the bills of a month, watch them being made, see who has none and why."""

import re
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from lk_app import wiring, wording
from lk_app.api.sessions import small_form
from lk_app.api.staff.finding import page_number, printed
from lk_app.api.staff.guard import answer, asked, get, missing, post
from lk_app.domain.billing_facts import Bill
from lk_app.domain.billing_orders import BillingOrder, Going, LeftOut
from lk_app.domain.consumption import Policy
from lk_app.domain.finding import PAGE
from lk_app.domain.periods import Period, PeriodRefused
from lk_app.domain.refusals import Refusal
from lk_app.domain.staff import Permission
from lk_app.usecases import billing_orders
from lk_app.usecases.staff_sessions import OnDuty
from lk_app.wording import bills as words
from lk_app.wording.dates import short_date
from lk_app.wording.staff import DONE

PATH = "/staff/billing"
LATEST = 5  # orders


async def show(request: Request, me: OnDuty) -> Response:
    """What was ordered, how far it is, and a page of the accounts that have no bill."""
    done = DONE.get(asked(request, "done"), "")
    typed = re.sub(r"[\s-]", "", asked(request, "q", limit=40))
    return await _page(me, q=typed, number=page_number(request), done=done)


async def order(request: Request, me: OnDuty) -> Response:
    """Order the bills of these months; a job makes them."""
    form = await small_form(request)
    if form is None:
        return Response(status_code=413)
    typed = {name: form.get(name, "")[:20] for name in ("first", "last", "early")}
    try:
        wiring.require_own_billing()
        await wiring.in_thread(
            billing_orders.order,
            db=wiring.database(),
            first=Period.parse(typed["first"]),
            last=Period.parse(typed["last"] or typed["first"]),
            early=typed["early"] == "yes",
            policy=Policy(wiring.settings().missing_reading_policy),
            tz=wiring.settings().zone,
            me=me,
            now=wiring.business_now(),
            real_now=wiring.real_now(),
        )
    except Refusal as refused:
        return await _page(me, typed=typed, error=wording.refusal(refused))
    return RedirectResponse(f"{PATH}?done=ordered", status_code=303)


async def bill(request: Request, me: OnDuty) -> Response:
    """A posted bill, line by line."""
    number = request.path_params["account_number"]
    try:
        period = Period.parse(request.path_params["period"])
    except PeriodRefused:
        return missing(me)
    found = None
    if number.isascii() and number.isdigit():
        found = await wiring.in_thread(
            billing_orders.bill,
            db=wiring.database(),
            account_number=number,
            period=period,
            by=me.actor,
            now=wiring.real_now(),
        )
    if found is None:
        return missing(me)
    account, seen = found
    place = wording.address(account.address)
    return answer("bill", me=me, active="find", number=number, printed=printed(number),
                  address=place, **_bill(seen))  # fmt: skip


def _bill(seen: Bill) -> dict[str, Any]:
    return {
        "heading": wording.period_name(seen.period),
        "due": short_date(seen.due_date),
        "lines": [
            {
                "name": words.bill_line(one),
                "kwh": wording.kwh(one.kwh),
                "price": wording.roubles(one.price),
                "amount": wording.roubles(one.amount),
                "basis": words.BASIS[one.basis],
            }
            for one in seen.lines
        ],
        "sums": [
            ("Входящий остаток", wording.roubles(seen.opening_balance)),
            ("Начислено", wording.roubles(seen.charges)),
            *((words.adjustment(one), wording.roubles(one.amount)) for one in seen.adjustments),
            *([("Пени", wording.roubles(seen.late_fee))] if seen.late_fee else []),
            ("Оплачено", wording.roubles(seen.payments)),
        ],
        "closing": wording.roubles(seen.closing_balance),
    }


async def _page(
    me: OnDuty,
    *,
    q: str = "",
    number: int = 1,
    typed: Mapping[str, str] | None = None,
    error: str = "",
    done: str = "",
) -> Response:
    db, now, tz = wiring.database(), wiring.business_now(), wiring.settings().zone
    first = (number - 1) * PAGE
    desk = await wiring.in_thread(
        billing_orders.desk, db=db, typed=q, limit=PAGE + 1, offset=first, orders=LATEST
    )
    months = await wiring.in_thread(billing_orders.proposed, db=db, now=now, tz=tz)
    proposed = {"first": str(months[0]), "last": str(months[1])} if months else {}
    empty = {"first": "", "last": "", "early": ""}
    return answer(
        "billing",
        me=me,
        active="billing",
        status=422 if error else 200,
        orders=[_order(one, desk.going) for one in desk.orders],
        waits=any(one.finished_at is None for one in desk.orders),
        typed={**empty, **proposed, **(typed or {})},
        nobody=months is None,
        left_out=[_left_out(one) for one in desk.left_out[:PAGE]],
        how_many=wording.number(desk.how_many) if desk.how_many else "",
        q=q,
        number=number,
        more=len(desk.left_out) > PAGE,
        error=error,
        done=done,
    )


def _order(one: BillingOrder, going: Going | None) -> dict[str, object]:
    months = wording.period_name(one.first)
    if one.last != one.first:
        months = f"{months} — {wording.period_name(one.last)}"
    begun = one.begun_at is not None and one.finished_at is None
    far = going if begun else None
    return {
        "id": one.id,
        "months": months,
        "by": one.by,
        "at": wording.moment(one.ordered_at, wiring.settings().zone),
        "finished": one.finished_at is not None,
        "begun": begun,
        "done": far.done if far else 0,
        "accounts": far.accounts if far else 0,
        "posted": wording.number(far.posted if far else one.posted),
        "refused": wording.number(one.refused) if one.refused else "",
        "failure": one.failure,
    }


def _left_out(one: LeftOut) -> dict[str, str]:
    return {
        "number": one.account.account_number,
        "printed": printed(one.account.account_number),
        "address": wording.address(one.account.address),
        "period": wording.period_name(one.period),
        "why": wording.refusal(one.why),
    }


routes = [
    get(PATH, Permission.BILLING, show),
    post(PATH, Permission.BILLING, order),
    get("/staff/accounts/{account_number}/bills/{period}", Permission.FIND, bill),
]
