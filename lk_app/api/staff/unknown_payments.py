"""/staff/payments/unknown: money of bank registers that is nobody's yet."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from lk_app import wiring, wording
from lk_app.api.sessions import small_form
from lk_app.api.staff.finding import page_number
from lk_app.api.staff.guard import answer, asked, get, post
from lk_app.domain.accounts import normalise_account_number
from lk_app.domain.bank_registers import KeptOperation
from lk_app.domain.finding import PAGE
from lk_app.domain.refusals import Refusal
from lk_app.domain.staff import Permission
from lk_app.usecases import unknown_payments
from lk_app.usecases.staff_sessions import OnDuty
from lk_app.wording.staff import DONE

PATH = "/staff/payments/unknown"


async def show(request: Request, me: OnDuty) -> Response:
    """What waits, the oldest first."""
    done = DONE.get(asked(request, "done"), "")
    q = asked(request, "q", limit=80)
    return await _page(me, q=q, number=page_number(request), done=done)


async def settle(request: Request, me: OnDuty) -> Response:
    """Ask whose account it is, and count the payment there once that was confirmed."""
    form = await small_form(request)
    if form is None:
        return Response(status_code=413)
    chosen, typed = form.get("number", "")[:100], form.get("account", "")[:40]
    try:
        number = normalise_account_number(typed, digits=wiring.supplier().account_number_digits)
        if form.get("confirmed") != number:
            return await _asked(me, chosen, number)
        await wiring.in_thread(
            unknown_payments.settle,
            db=wiring.database(),
            number=chosen,
            account_number=number,
            now=wiring.business_now(),
            tz=wiring.settings().zone,
            by=me.actor,
        )
    except Refusal as refused:
        return await _page(me, chosen=chosen, typed=typed, error=wording.refusal(refused))
    return RedirectResponse(f"{PATH}?done=settled", status_code=303)


async def _asked(me: OnDuty, chosen: str, number: str) -> Response:
    """Whose account that is, before any money moves."""
    account, holder = await wiring.in_thread(
        unknown_payments.candidate, db=wiring.database(), account_number=number
    )
    question = f"{holder}, {wording.address(account.address)}"
    return await _page(me, chosen=chosen, typed=number, question=question)


async def _page(
    me: OnDuty,
    *,
    q: str = "",
    number: int = 1,
    chosen: str = "",
    typed: str = "",
    error: str = "",
    question: str = "",
    done: str = "",
) -> Response:
    db, wanted = wiring.database(), chosen or q  # what is asked about, wherever in the list
    found = await wiring.in_thread(
        unknown_payments.waiting, db=db, typed=wanted, limit=PAGE + 1, offset=(number - 1) * PAGE
    )
    if chosen:
        found = [one for one in found if one.number == chosen]
    count, total = await wiring.in_thread(unknown_payments.in_all, db=db, typed=q)
    return answer(
        "unknown",
        me=me,
        active="unknown",
        status=422 if error else 200,
        rows=[_row(one) for one in found[:PAGE]],
        count=count,
        total=wording.roubles(total),
        q=q,
        number=number,
        more=len(found) > PAGE,
        chosen=chosen,
        typed=typed,
        error=error,
        question=question,
        done=done,
    )


def _row(kept: KeptOperation) -> dict[str, str]:
    one = kept.operation
    return {
        "number": kept.number,
        "day": wording.day(one.paid_on),
        "amount": wording.roubles(one.amount),
        "account": one.account_number,
        "payer": one.payer,
        "why": wording.name_of(wording.HOLDS, str(kept.hold)),
        "file": f"файл №\u00a0{kept.import_id}, строка {one.line}",
    }


routes = [
    get(PATH, Permission.PAYMENTS, show),
    post(PATH, Permission.PAYMENTS, settle),
]
