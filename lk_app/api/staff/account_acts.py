"""/staff/accounts/NUMBER/acts: a controller's reading, a meter, who moved out; and the forms."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import date

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from lk_app import security, wiring, wording
from lk_app.api.sessions import small_form
from lk_app.api.staff.finding import printed
from lk_app.api.staff.guard import answer, get, missing, post
from lk_app.api.staff.readings import desk_of, receipt_of
from lk_app.domain.accounts import LinkRefused, normalise_account_number
from lk_app.domain.doubts import ReadingRefused
from lk_app.domain.guest_readings import FIELDS as DIALS
from lk_app.domain.guest_readings import by_register
from lk_app.domain.imports import SuccessorFacts
from lk_app.domain.meters import LONGEST_DIAL, SHORTEST_DIAL, Meter
from lk_app.domain.readings import parse_values
from lk_app.domain.refusals import Refusal
from lk_app.domain.staff import Permission, StaffRefused
from lk_app.usecases import account_acts, reading_checks
from lk_app.usecases.account_acts import AtWork
from lk_app.usecases.readings import Asked
from lk_app.usecases.staff_sessions import OnDuty
from lk_app.wording.readings import questions, values_text

HERE = "/staff/accounts/{account_number}/acts"
Form = Mapping[str, str]
Act = Callable[[OnDuty, AtWork, Form], Awaitable[str | dict[str, str]]]
LONGEST = 200


async def show(request: Request, me: OnDuty) -> Response:
    """The forms of an account."""
    return await _page(me, request.path_params["account_number"])


def handler(act: str) -> Callable[[Request, OnDuty], Awaitable[Response]]:
    """One of the forms, sent."""

    async def send(request: Request, me: OnDuty) -> Response:
        typed = await small_form(request)
        if typed is None:
            return Response(status_code=413)
        number = request.path_params["account_number"]
        form = {name: value.strip()[:LONGEST] for name, value in typed.items()}
        try:
            work = await _at_work(me, number)
            asked = await ACTS[act](me, work, form)
        except LinkRefused as refused:
            if refused.code == "account.unknown":
                return missing(me)
            return await _page(me, number, act=act, form=form, refused=refused)
        except Refusal as refused:
            return await _page(me, number, act=act, form=form, refused=refused)
        if isinstance(asked, dict):
            return await _page(me, number, act=act, form=form, asked=asked)
        return RedirectResponse(f"/staff/accounts/{number}?done={asked}", status_code=303)

    return send


async def take_back(request: Request, me: OnDuty) -> Response:
    """Refuse a reading that nobody had doubted, from the account's page."""
    form = await small_form(request)
    if form is None:
        return Response(status_code=413)
    number, receipt = request.path_params["account_number"], receipt_of(request)
    note = form.get("note", "")[:2000]
    try:
        await wiring.in_thread(reading_checks.refuse, desk_of(me), receipt, note)
    except Refusal as refused:
        return await _page(me, number, act="take_back", refused=refused)
    return RedirectResponse(f"/staff/accounts/{number}?done=reading-refused", status_code=303)


async def _at_work(me: OnDuty, number: str) -> AtWork:
    if not (number.isascii() and number.isdigit()):
        raise LinkRefused("account.unknown", account_number=number[:40])
    return await wiring.in_thread(account_acts.at_work, desk_of(me), number)


async def _read(me: OnDuty, work: AtWork, form: Form) -> str | dict[str, str]:
    """«Показание контролёра»."""
    answered = frozenset(filter(None, form.get("confirmed", "").split(",")))
    values = _registers(work.meter, form, "read")
    same = form.get("asked", "") == _said(values)
    taken = await wiring.in_thread(
        account_acts.read_by_controller,
        desk_of(me),
        work.account.account_number,
        values=values,
        taken_on=_day(form, "taken_on"),
        confirmed=answered if same else frozenset(),
        idempotency_key=form.get("key", "")[:80] or security.new_secret(),
    )
    if not isinstance(taken, Asked):
        return "read"
    return {
        "words": " ".join(dict.fromkeys(questions(taken.questions, cost=None).values())),
        "confirmed": ",".join(sorted({one.code for one in taken.questions})),
        "asked": _said(values),
    }


async def _replace(me: OnDuty, work: AtWork, form: Form) -> str | dict[str, str]:
    """«Замена счётчика»: asked once more, then done."""
    old = _hanging(work)
    removed_on, final = _day(form, "removed_on"), _parsed(old, form, "final")
    new = _new_meter(form, removed_on)
    said = (
        f"№ {old.serial} снят {wording.day(removed_on)} с показанием {values_text(final, old)}; "
        f"№ {new.serial} начинает с {values_text(new.initial_readings, new)}."
    )
    if form.get("confirmed") != said:
        return {"words": said, "confirmed": said}
    await wiring.in_thread(
        account_acts.replace_meter,
        desk_of(me),
        work.account.account_number,
        removed_on=removed_on,
        final=final,
        new=new,
        books=wiring.books(),
    )
    return "replaced"


async def _verify(me: OnDuty, work: AtWork, form: Form) -> str | dict[str, str]:
    """«Поверка»."""
    await wiring.in_thread(
        account_acts.verify_meter,
        desk_of(me),
        work.account.account_number,
        verified_until=_day(form, "verified_until"),
        books=wiring.books(),
    )
    return "verified"


async def _move(me: OnDuty, work: AtWork, form: Form) -> str | dict[str, str]:
    """«Смена потребителя»: asked once more, then done."""
    meter = _hanging(work)
    closed_on, final = _day(form, "closed_on"), _parsed(meter, form, "left")
    successor = _successor(form)
    said = (
        f"Счёт {printed(work.account.account_number)} закроется {wording.day(closed_on)} "
        f"с показанием {values_text(final, meter)}."
    )
    if successor is not None:
        said += f" {successor.holder} получит счёт {printed(successor.account_number)}."
    if form.get("confirmed") != said:
        return {"words": said, "confirmed": said}
    await wiring.in_thread(
        account_acts.change_holder,
        desk_of(me),
        work.account.account_number,
        closed_on=closed_on,
        final=final,
        successor=successor,
        books=wiring.books(),
        paper=wiring.stationery(),
    )
    return "moved"


async def _rename(me: OnDuty, work: AtWork, form: Form) -> str | dict[str, str]:
    """«Исправить имя»."""
    name, number = _text(form, "name"), work.account.account_number
    await wiring.in_thread(account_acts.rename_holder, desk_of(me), number, name=name)
    return "renamed"


ACTS: Mapping[str, Act] = {
    "read": _read,
    "replace": _replace,
    "verify": _verify,
    "move": _move,
    "rename": _rename,
}


def _hanging(work: AtWork) -> Meter:
    if work.meter is None:
        raise ReadingRefused("reading.no_meter")
    return work.meter


def _registers(meter: Meter | None, form: Form, prefix: str) -> dict[str, str]:
    if meter is None:
        raise ReadingRefused("reading.no_meter")
    return {register: form.get(f"{prefix}_{register}", "") for register in meter.registers}


def _parsed(meter: Meter, form: Form, prefix: str) -> dict[str, int]:
    try:
        return parse_values(meter, _registers(meter, form, prefix))
    except ReadingRefused as refused:
        field = f"{prefix}_{refused.field}" if refused.field else ""
        raise ReadingRefused(refused.code, field=field, **refused.facts) from None


def _said(values: Mapping[str, str]) -> str:
    return ";".join(values.values())


def _new_meter(form: Form, day: date) -> Meter:
    blank = Meter(
        id=0,
        serial=_text(form, "serial"),
        model=_text(form, "model"),
        digits=_whole(form, "digits", SHORTEST_DIAL, LONGEST_DIAL),
        ratio=_whole(form, "ratio", 1, 100_000),
        zones=_whole(form, "zones", 1, 3),
        installed_on=day,
        removed_on=None,
        verified_until=_day(form, "until") if form.get("until") else None,
        initial_readings={},
    )
    typed = {name: form.get(name, "") for name in DIALS}
    return blank._replace(initial_readings=by_register(blank, typed))


def _successor(form: Form) -> SuccessorFacts | None:
    if not any(form.get(name) for name in ("new_number", "holder", "residents")):
        return None
    digits = wiring.supplier().account_number_digits
    try:
        number = normalise_account_number(form.get("new_number", ""), digits=digits)
    except LinkRefused as refused:
        raise LinkRefused(refused.code, field="new_number", **refused.facts) from None
    return SuccessorFacts(number, _text(form, "holder"), _whole(form, "residents", 0, 1000))


def _text(form: Form, name: str) -> str:
    text = " ".join("".join(filter(lambda c: c.isprintable(), form.get(name, ""))).split())
    if not text:
        raise StaffRefused("staff.empty", field=name)
    return text


def _whole(form: Form, name: str, least: int, most: int) -> int:
    text = form.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most):
        raise StaffRefused("staff.whole", field=name, least=least, most=most)
    return int(text)


def _day(form: Form, name: str) -> date:
    with suppress(ValueError):
        return date.fromisoformat(form.get(name, ""))
    raise StaffRefused("staff.day", field=name)


def _beside(refused: Refusal | None, form: Form, act: str) -> str:
    """The field that a sentence belongs to; "" for the whole form."""
    if refused is None:
        return ""
    names = (refused.field, f"{act}_{refused.field}")
    return next((name for name in names if name in form), "")


async def _page(
    me: OnDuty,
    number: str,
    *,
    act: str = "",
    form: Form | None = None,
    refused: Refusal | None = None,
    asked: Mapping[str, str] | None = None,
) -> Response:
    try:
        work = await _at_work(me, number)
    except LinkRefused:
        return missing(me)
    meter, said = work.meter, wording.refusal(refused) if refused else ""
    registers = meter.registers if meter else ()
    return answer(
        "acts",
        me=me,
        active="find",
        status=422 if said else 200,
        number=work.account.account_number,
        printed=printed(work.account.account_number),
        address=wording.address(work.account.address),
        holder=work.holder,
        closed=work.account.closed_on is not None,
        meter=f"№\u00a0{meter.serial}, {meter.model}" if meter else "",
        registers=[(name, wording.name_of(wording.REGISTERS, name)) for name in registers],
        today=wiring.business_now().date().isoformat(),
        key=(form or {}).get("key") or security.new_secret(),
        act=act,
        typed=form or {},
        field=_beside(refused, form or {}, act),
        error=said,
        asked=asked or {},
    )


routes = [
    get(HERE, Permission.ACCOUNTS, show),
    post(f"{HERE}/read", Permission.ACCOUNTS, handler("read")),
    post(f"{HERE}/replace", Permission.ACCOUNTS, handler("replace")),
    post(f"{HERE}/verify", Permission.ACCOUNTS, handler("verify")),
    post(f"{HERE}/move", Permission.ACCOUNTS, handler("move")),
    post(f"{HERE}/rename", Permission.ACCOUNTS, handler("rename")),
    post("/staff/accounts/{account_number}/readings/{number}", Permission.READINGS, take_back),
]
