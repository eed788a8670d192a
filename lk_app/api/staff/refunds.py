"""/staff/refunds: money back to its payer, proposed by one and accepted by another."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from lk_app import wiring, wording
from lk_app.api.sessions import small_form
from lk_app.api.staff.finding import page_number, printed
from lk_app.api.staff.guard import answer, asked, get, post
from lk_app.api.staff.proposals import decides
from lk_app.domain.accounts import normalise_account_number
from lk_app.domain.finding import PAGE
from lk_app.domain.money import parse_roubles
from lk_app.domain.proposals import NOTE_LIMIT, Proposal, ProposalKind
from lk_app.domain.refusals import Refusal
from lk_app.domain.staff import Permission
from lk_app.usecases import payment_moves, proposals, refund_files
from lk_app.usecases.staff_sessions import OnDuty
from lk_app.wording.staff import DONE

PATH = "/staff/refunds"
FIELDS = ("number", "amount", "reason")
MOVED = ("payment", "account", "why")
ALL_FIELDS = (*FIELDS, *MOVED)
KINDS = (ProposalKind.REFUND, ProposalKind.REFUND_FILE, ProposalKind.MOVE)
MOST_SHOWN = 20_000  # letters of a file
NOTHING_TYPED = dict.fromkeys(ALL_FIELDS, "")


async def show(request: Request, me: OnDuty) -> Response:
    """What waits for a second person, and a form for one more."""
    done = DONE.get(asked(request, "done"), "")
    q, number = asked(request, "q", limit=80), page_number(request)
    return await _page(me, NOTHING_TYPED, q=q, number=number, done=done)


async def propose(request: Request, me: OnDuty) -> Response:
    """Keep a refund until another person accepts it."""
    form = await small_form(request)
    if form is None:
        return Response(status_code=413)
    typed = {name: form.get(name, "")[:NOTE_LIMIT] for name in FIELDS}
    try:
        await wiring.in_thread(
            proposals.propose_refund,
            db=wiring.database(),
            number=typed["number"].strip(),
            amount=parse_roubles(typed["amount"]),
            reason=typed["reason"],
            me=me,
            now=wiring.real_now(),
        )
    except Refusal as refused:
        return await _page(me, typed, field=refused.field, error=wording.refusal(refused))
    return RedirectResponse(f"{PATH}?done=proposed", status_code=303)


async def propose_move(request: Request, me: OnDuty) -> Response:
    """Keep the move of a register's payment until another person accepts it."""
    form = await small_form(request)
    if form is None:
        return Response(status_code=413)
    typed = {name: form.get(name, "")[:NOTE_LIMIT].strip() for name in MOVED}
    try:
        digits = wiring.supplier().account_number_digits
        await wiring.in_thread(
            payment_moves.propose,
            db=wiring.database(),
            number=typed["payment"],
            account_number=normalise_account_number(typed["account"], digits=digits),
            reason=typed["why"],
            me=me,
            now=wiring.real_now(),
        )
    except Refusal as refused:
        field = refused.field if refused.field in MOVED else "account"
        return await _page(me, typed, field=field, error=wording.refusal(refused))
    return RedirectResponse(f"{PATH}?done=proposed", status_code=303)


async def _accept_move(me: OnDuty, number: int) -> None:
    await wiring.in_thread(
        payment_moves.accept,
        db=wiring.database(),
        proposal_id=number,
        me=me,
        tz=wiring.settings().zone,
        now=wiring.business_now(),
        real_now=wiring.real_now(),
    )


async def _accept(me: OnDuty, number: int) -> None:
    await wiring.in_thread(
        proposals.accept_refund,
        db=wiring.database(),
        gateways=wiring.payment_gateways(),
        proposal_id=number,
        me=me,
        now=wiring.business_now(),
        real_now=wiring.real_now(),
    )


async def _accept_file(me: OnDuty, number: int) -> None:
    await wiring.in_thread(
        refund_files.accept,
        db=wiring.database(),
        proposal_id=number,
        books=wiring.books(),
        me=me,
        now=wiring.real_now(),
    )


async def _not_decided(me: OnDuty, why: Refusal) -> Response:
    return await _page(me, NOTHING_TYPED, error=wording.refusal(why))


async def _page(
    me: OnDuty,
    typed: dict[str, str],
    *,
    q: str = "",
    number: int = 1,
    field: str = "",
    error: str = "",
    done: str = "",
) -> Response:
    found = await wiring.in_thread(
        proposals.waiting,
        db=wiring.database(),
        kinds=KINDS,
        typed=q,
        limit=PAGE + 1,
        offset=(number - 1) * PAGE,
    )
    beside = field if field in ALL_FIELDS else ""
    return answer(
        "refunds",
        me=me,
        active="refunds",
        status=422 if error else 200,
        waiting=[_row(me, one) for one in found[:PAGE]],
        q=q,
        number=number,
        more=len(found) > PAGE,
        typed={**NOTHING_TYPED, **typed},
        errors={name: error if name == beside else "" for name in ALL_FIELDS},
        error="" if beside else error,
        done=done,
    )


def _row(me: OnDuty, one: Proposal) -> dict[str, object]:
    return {
        **ROWS[one.kind](one),
        "id": one.id,
        "by": one.proposed_by,
        "at": wording.moment(one.proposed_at, wiring.settings().zone),
        "own": one.proposed_by_id == me.member.id,
    }


def _payment(one: Proposal) -> dict[str, object]:
    return {
        "act": "",
        "title": "Возврат",
        "yes": "Вернуть",
        "payment": one.facts["number"],
        "amount": wording.roubles(int(one.facts["amount"])),
        "reason": one.facts["reason"],
    }


def _file(one: Proposal) -> dict[str, object]:
    return {
        "act": "files/",
        "title": "Файл возвратов",
        "yes": "Внести возвраты",
        "file": one.subject,
        "rows": wording.number(int(one.facts["rows"])),
        "content": refund_files.content_of(one)[:MOST_SHOWN],
    }


def _moved(one: Proposal) -> dict[str, object]:
    sides = (printed(str(one.facts[side])) for side in ("from", "account"))
    return {
        **_payment(one),
        "act": "moves/",
        "title": "Перенос платежа",
        "yes": "Перенести",
        "sides": list(sides),
    }


ROWS = {
    ProposalKind.REFUND: _payment,
    ProposalKind.REFUND_FILE: _file,
    ProposalKind.MOVE: _moved,
}
decide = decides(ProposalKind.REFUND, _accept, _not_decided, path=PATH, done="refunding")
decide_file = decides(refund_files.KIND, _accept_file, _not_decided, path=PATH, done="refunded")
decide_move = decides(
    payment_moves.KIND, _accept_move, _not_decided, path=PATH, done="moved-payment"
)
routes = [
    get(PATH, Permission.REFUNDS, show),
    post(PATH, Permission.REFUNDS, propose),
    post(f"{PATH}/{{proposal_id:int}}", Permission.REFUNDS, decide),
    post(f"{PATH}/moves", Permission.REFUNDS, propose_move),
    post(f"{PATH}/moves/{{proposal_id:int}}", Permission.REFUNDS, decide_move),
    post(f"{PATH}/files/{{proposal_id:int}}", Permission.REFUNDS, decide_file),
]
