"""/staff/windows: from which to which day readings are taken."""

from contextlib import suppress
from datetime import date

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from lk_app import wiring, wording
from lk_app.api.sessions import small_form
from lk_app.api.staff.finding import among, page_number
from lk_app.api.staff.guard import answer, asked, get, post
from lk_app.domain.refusals import Refusal
from lk_app.domain.staff import Permission, StaffRefused
from lk_app.usecases.publishing import by_hand
from lk_app.usecases.staff_sessions import OnDuty
from lk_app.wording.staff import DONE

PATH = "/staff/windows"
FIELDS = ("valid_from", "first_day", "last_day")
NOTHING_TYPED = dict.fromkeys(FIELDS, "")


async def show(request: Request, me: OnDuty) -> Response:
    """The windows in force, and a form for the next one."""
    done = DONE.get(asked(request, "done"), "")
    q, number = asked(request, "q"), page_number(request)
    return await _page(me, NOTHING_TYPED, q=q, number=number, done=done)


async def publish(request: Request, me: OnDuty) -> Response:
    """Show what would be announced; publish when that was seen."""
    form = await small_form(request)
    if form is None:
        return Response(status_code=413)
    typed = {name: form.get(name, "")[:20] for name in FIELDS}
    try:
        day, first, last = (
            typed_day(typed["valid_from"]),
            _number(typed, "first_day"),
            _number(typed, "last_day"),
        )
        if form.get("do") != "publish":
            return await _page(me, typed, question=_sentence(day, first, last))
        await wiring.in_thread(
            by_hand.window,
            db=wiring.database(),
            valid_from=day,
            first_day=first,
            last_day=last,
            books=wiring.books(),
            by=me.actor,
            now=wiring.real_now(),
        )
    except Refusal as refused:
        return await _page(me, typed, error=wording.refusal(refused))
    return RedirectResponse(f"{PATH}?done=published", status_code=303)


def typed_day(typed: str) -> date:
    """A day of a form; raises StaffRefused("staff.day")."""
    with suppress(ValueError):
        return date.fromisoformat(typed)
    raise StaffRefused("staff.day", field="valid_from")


def _number(typed: dict[str, str], name: str) -> int:
    text = typed[name]
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 31):
        raise StaffRefused("staff.month_day", field=name)
    return int(text)


def _sentence(valid_from: date, first: int, last: int) -> str:
    since = wording.day(valid_from)
    return f"С месяца, который начинается {since} или позже: с {first}-го по {last}-е число."


async def _page(
    me: OnDuty,
    typed: dict[str, str],
    *,
    q: str = "",
    number: int = 1,
    error: str = "",
    question: str = "",
    done: str = "",
) -> Response:
    known = await wiring.in_thread(by_hand.published, db=wiring.database())
    rows = [
        (wording.day(one.valid_from), f"с {one.first_day}-го по {one.last_day}-е")
        for one in reversed(known)
    ]
    found, more = among(rows, q, number, " ".join)
    return answer(
        "windows",
        me=me,
        active="windows",
        status=422 if error else 200,
        rows=found,
        q=q,
        number=number,
        more=more,
        typed=typed,
        error=error,
        question=question,
        done=done,
    )


routes = [get(PATH, Permission.WINDOWS, show), post(PATH, Permission.WINDOWS, publish)]
