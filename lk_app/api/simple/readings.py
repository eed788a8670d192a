"""/simple/readings/ACCOUNT: the fields, the questions about what is strange, the receipt."""

from collections.abc import Mapping
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from lk_app import security, wiring, wording
from lk_app.api.sessions import same_origin, small_form
from lk_app.api.simple.answers import answer, missing, read_form, sign_form, to_login, visitor_of
from lk_app.api.simple.overview import printed
from lk_app.domain.accounts import LinkRefused
from lk_app.domain.doubts import ReadingRefused
from lk_app.usecases import photos, reading_screens, readings
from lk_app.usecases.reading_cases import Receipt
from lk_app.usecases.reading_screens import Screen
from lk_app.usecases.readings import Asked
from lk_app.usecases.sessions import Visitor
from lk_app.wording.readings import (
    DISOWNED,
    better_words,
    last_note,
    proposal_words,
    questions,
    suggestion,
    taken,
)
from lk_app.wording.windows import OTHERWISE, sent_text, sent_title, window_text, window_title

DONE = "disowned"  # a guest's reading, just now
STALE = "Страница устарела. Проверьте цифры и отправьте их ещё раз."


async def show(request: Request) -> Response:
    """The form, filled with what the address carries; after sending, the receipt above it."""
    me = await visitor_of(request)
    if me is None:
        return to_login(_here(request, _typed(request.query_params)))
    return await page(request, me, _typed(request.query_params))


async def send(request: Request) -> Response:
    """«Передать показания», «Показания не изменились», and «Да, всё верно» after a question."""
    form = await small_form(request)
    if form is None:
        return Response(status_code=413)
    me, typed = await visitor_of(request), _typed(form)
    if me is None:
        return to_login(_here(request, typed))
    told = read_form(me, form.get("form", ""))
    number = request.path_params["account_number"]
    if told is None or told.get("account") != number or not same_origin(request):
        return await page(request, me, typed, error=STALE)
    try:
        given = await _submit(me, number, form.get("do", ""), typed, told)
    except LinkRefused:
        return missing(me)
    except ReadingRefused as refused:
        return await page(request, me, typed, error=wording.refusal(refused), at=refused.field)
    return await _show_answer(request, me, typed, given)


async def _show_answer(
    request: Request, me: Visitor, typed: dict[str, str], given: Receipt | Asked
) -> Response:
    """The questions, or off to the page with the receipt, which is safe to reload."""
    if isinstance(given, Asked):
        return await page(request, me, typed, asked=given)
    return RedirectResponse(f"{request.url.path}?receipt={given.number}", status_code=303)


async def _submit(
    me: Visitor, number: str, what: str, typed: dict[str, str], told: Mapping[str, object]
) -> Receipt | Asked:
    facts = {
        "db": wiring.database(),
        "customer_id": me.customer.id,
        "account_number": number,
        "idempotency_key": told["key"],
        "meter_id": told["meter"],
        "now": wiring.business_now(),
        "zone": wiring.settings().zone,
    }
    if what == "unchanged":
        return await wiring.in_thread(readings.unchanged, **facts)  # type: ignore[arg-type]
    answered = what == "confirm" and told["values"] == typed  # of these very values
    codes: object = told["codes"] if answered else ()
    return await wiring.in_thread(
        readings.submit,
        values=typed,
        confirmed=frozenset(codes),  # type: ignore[call-overload]
        **facts,  # type: ignore[arg-type]
    )


async def page(
    request: Request,
    me: Visitor,
    typed: dict[str, str],
    *,
    error: str = "",
    at: str = "",
    asked: Asked | None = None,
) -> Response:
    """The screen of one account; `error` stands beside the field `at`, if the meter has it."""
    number = request.path_params["account_number"]
    try:
        screen = await wiring.in_thread(
            reading_screens.screen,
            db=wiring.database(),
            customer_id=me.customer.id,
            account_number=number,
            now=wiring.business_now(),
            zone=wiring.settings().zone,
        )
    except LinkRefused:
        return missing(me)
    better = suggestion(asked.questions, typed) if asked else {}
    registers = screen.at.meter.registers if screen.at else ()
    return answer(
        "readings",
        me=me,
        status=422 if error else 200,
        **_words(screen),
        fields=_fields(screen, typed, asked, {at: error}),
        error="" if at in registers else error,
        disowned=DISOWNED if request.query_params.get("done") == DONE else "",
        asked=asked is not None,
        better=f"{request.url.path}?{urlencode(better)}" if better else "",
        better_words=better_words(asked.questions, better) if asked and better else "",
        receipt=await _receipt(me, request.query_params.get("receipt", "")),
        form=_signed(me, screen, typed, asked),
    )


def _words(screen: Screen) -> dict[str, object]:
    """What stands above the fields."""
    account, window, at = screen.link.account, screen.window, screen.at
    sent = at is not None and at.sent is not None
    otherwise = OTHERWISE[wiring.settings().missing_reading_policy]
    unread = at.refused if at else ReadingRefused("reading.no_meter")
    return {
        "number": account.account_number,
        "printed": printed(account.account_number),
        "name": screen.link.name,
        "address": wording.address(account.address),
        "month": wording.period_name(window.counts_for),
        "window_title": sent_title(window) if sent else window_title(window),
        "window_text": sent_text(window)
        if sent
        else window_text(window, wiring.business_now(), otherwise=otherwise),
        "blocked": wording.refusal(unread) if unread else "",
        "proposed": [(one.number, proposal_words(one)) for one in (at.proposed if at else ())],
    }


def _fields(
    screen: Screen, typed: Mapping[str, str], asked: Asked | None, errors: Mapping[str, str]
) -> list[dict[str, object]]:
    if screen.at is None:
        return []
    cost = asked.estimate.amount if asked and asked.estimate else None
    said = questions(asked.questions, cost=cost) if asked else {}
    last, year = screen.at.last, wiring.business_now().year
    return [
        {
            "name": register,
            "label": wording.name_of(wording.REGISTERS, register),
            "digits": screen.at.meter.digits,
            "note": last_note(last.day, last.values[register], last.source, year=year),
            "value": typed.get(register, ""),
            "error": errors.get(register, ""),
            "question": said.get(register, ""),
        }
        for register in screen.at.meter.registers
    ]


async def _receipt(me: Visitor, number: str) -> dict[str, object] | None:
    """What the person was just given; nothing for a number that is not theirs."""
    if not number:
        return None
    zone = wiring.settings().zone
    try:
        found = await wiring.in_thread(
            readings.receipt,
            db=wiring.database(),
            customer_id=me.customer.id,
            receipt_number=number[:40],
            zone=zone,
        )
    except LinkRefused:
        found = None
    if found is None:
        return None
    link, given = found
    used = sum(given.kwh.values())
    words = taken(given.reading.received_at, used, given.counts_for, zone)
    account = link.account.account_number
    kept = await wiring.in_thread(
        photos.photographed, db=wiring.database(), reading_ids=[given.reading.id]
    )
    return {
        "number": given.number,
        "words": words,
        "photo": bool(kept),
        "form": sign_form(me, receipt=given.number, account=account),
    }


def _signed(me: Visitor, screen: Screen, typed: Mapping[str, str], asked: Asked | None) -> str:
    return sign_form(
        me,
        account=screen.link.account.account_number,
        meter=screen.at.meter.id if screen.at else None,
        key=security.new_secret(),
        values=dict(typed) if asked else {},
        codes=[question.code for question in asked.questions] if asked else [],
    )


def _typed(form: Mapping[str, str]) -> dict[str, str]:
    """What came for the registers, cut to what a field holds."""
    return {name: form[name][:40] for name in wording.REGISTERS if name in form}


def _here(request: Request, typed: Mapping[str, str]) -> str:
    """This page with what was typed: signing in leads back and nothing is lost."""
    return f"{request.url.path}?{urlencode(typed)}".rstrip("?")


routes = [
    Route("/simple/readings/{account_number}", show, methods=["GET"]),
    Route("/simple/readings/{account_number}", send, methods=["POST"]),
]
