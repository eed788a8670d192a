"""/staff/readings: readings that wait for an employee, the photo beside the figures."""

from collections.abc import Awaitable, Callable, Mapping
from typing import NamedTuple
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from lk_app import wiring, wording
from lk_app.api.documents import file_answer
from lk_app.api.sessions import small_form
from lk_app.api.staff.finding import printed
from lk_app.api.staff.guard import answer, asked, get, missing, post
from lk_app.domain.finding import PAGE
from lk_app.domain.reading_checks import BELOW_LAST, Queue
from lk_app.domain.refusals import Refusal
from lk_app.domain.staff import Permission
from lk_app.usecases import guest_readings, late_readings, reading_checks, reading_queues
from lk_app.usecases.reading_checks import Desk
from lk_app.usecases.reading_queues import Shown
from lk_app.usecases.staff_sessions import OnDuty
from lk_app.wording.readings import values_text
from lk_app.wording.staff import DONE
from lk_app.wording.staff_readings import DOUBTS, QUEUES, QUEUES_ABOUT, YES

PATH = "/staff/readings"
Decide = Callable[[OnDuty, str, str], Awaitable[object]]


class Place(NamedTuple):
    """Where an employee is in the queues: which one, what is looked for, after which reading."""

    queue: Queue
    q: str
    after: int

    def address(self, **more: str) -> str:
        """What leads back there."""
        return f"{PATH}?{urlencode({**self._asdict(), **more})}"


async def show(request: Request, me: OnDuty) -> Response:
    """One queue, in the order it came."""
    return await _page(me, _place(request.query_params), done=DONE.get(asked(request, "done"), ""))


async def decide(request: Request, me: OnDuty) -> Response:
    """Accept one of them, or refuse it with the reason that its subscriber reads."""
    form = await small_form(request)
    if form is None:
        return Response(status_code=413)
    place, number = _place(form), receipt_of(request)
    note, do = form.get("note", "")[:2000], form.get("do", "")
    todo = WAYS.get((place.queue, do))
    if todo is None:
        return RedirectResponse(place.address(), status_code=303)
    try:
        await todo(me, number, note)
    except Refusal as refused:
        return await _page(me, place, chosen=number, note=note, error=wording.refusal(refused))
    return RedirectResponse(place.address(done=f"reading-{do}"), status_code=303)


async def photo(request: Request, me: OnDuty) -> Response:
    """The picture that was sent beside a reading."""
    file = await wiring.in_thread(
        reading_queues.photo,
        db=wiring.database(),
        store=wiring.photos(),
        number=receipt_of(request),
        by=me.actor,
        now=wiring.business_now(),
    )
    if file is None:
        return missing(me)
    return file_answer(file.content, name=file.name, media_type="image/jpeg")


def receipt_of(request: Request) -> str:
    """The number of a reading in the address, as it can be looked for."""
    return "".join(filter(str.isprintable, request.path_params["number"][:40]))


def desk_of(me: OnDuty) -> Desk:
    """Where this employee decides now."""
    return Desk(
        wiring.database(),
        now=wiring.business_now(),
        real_now=wiring.real_now(),
        tz=wiring.settings().zone,
        by=me.actor,
    )


async def _accept(me: OnDuty, number: str, note: str) -> object:
    return await wiring.in_thread(reading_checks.accept, desk_of(me), number)


async def _refuse(me: OnDuty, number: str, note: str) -> object:
    return await wiring.in_thread(reading_checks.refuse, desk_of(me), number, note)


async def _accept_late(me: OnDuty, number: str, note: str) -> object:
    return await wiring.in_thread(
        late_readings.accept,
        db=wiring.database(),
        number=number,
        now=wiring.business_now(),
        tz=wiring.settings().zone,
        by=me.actor,
    )


async def _refuse_late(me: OnDuty, number: str, note: str) -> object:
    return await wiring.in_thread(
        late_readings.refuse,
        db=wiring.database(),
        number=number,
        reason=note,
        now=wiring.business_now(),
        by=me.actor,
    )


def _of_guest(*, accept: bool) -> Decide:
    async def decided(me: OnDuty, number: str, note: str) -> object:
        return await wiring.in_thread(
            guest_readings.decide,
            db=wiring.database(),
            number=number,
            accept=accept,
            note=note,
            now=wiring.business_now(),
            real_now=wiring.real_now(),
            by=me.actor,
        )

    return decided


WAYS: Mapping[tuple[Queue, str], Decide] = {
    (Queue.SUSPICIOUS, "accepted"): _accept,
    (Queue.SUSPICIOUS, "refused"): _refuse,
    (Queue.REFUSED, "accepted"): _accept,
    (Queue.REFUSED, "refused"): _refuse,
    (Queue.GUEST, "accepted"): _of_guest(accept=True),
    (Queue.GUEST, "refused"): _of_guest(accept=False),
    (Queue.LATE, "accepted"): _accept_late,
    (Queue.LATE, "refused"): _refuse_late,
}


async def _page(
    me: OnDuty,
    place: Place,
    *,
    chosen: str = "",
    note: str = "",
    error: str = "",
    done: str = "",
) -> Response:
    db = wiring.database()
    zone = wiring.settings().zone
    found, more = await wiring.in_thread(
        reading_queues.page,
        db=db,
        queue=place.queue,
        typed=place.q,
        after=place.after,
        limit=PAGE,
        tz=zone,
    )
    counts = await wiring.in_thread(reading_queues.counts, db=db)
    rows = [_row(one) for one in found]
    beside = chosen in {row["number"] for row in rows}
    return answer(
        "readings",
        me=me,
        active="readings",
        status=422 if error else 200,
        queues=[(one.value, QUEUES[one], counts[one], one is place.queue) for one in Queue],
        queue=place.queue.value,
        about=QUEUES_ABOUT[place.queue],
        yes=YES[place.queue],
        rows=rows,
        q=place.q,
        after=place.after,
        following=found[-1].waiting.place if more else 0,
        chosen=chosen if beside else "",
        note=note,
        error=error,
        done=done,
    )


def _row(one: Shown) -> dict[str, object]:
    waiting, meter, zone = one.waiting, one.meter, wiring.settings().zone
    taken = wording.moment(waiting.taken_at, zone) if waiting.taken_at else ""
    counted = wording.period_name(waiting.counted_in) if waiting.counted_in else ""
    return {
        "number": waiting.number,
        "account": waiting.account_number,
        "printed": printed(waiting.account_number),
        "meter": f"№\u00a0{meter.serial}, {meter.model}",
        "shown": values_text(waiting.values, meter),
        "before": f"{values_text(one.since.values, meter)}, {wording.day(one.since.day)}",
        "kwh": "" if BELOW_LAST in waiting.doubts else wording.kwh(sum(one.kwh.values())),
        "received": wording.moment(waiting.received_at, zone),
        "taken": taken,
        "period": wording.period_name(waiting.meant_for),
        "counted": counted,
        "doubts": ", ".join(wording.name_of(DOUBTS, code) for code in waiting.doubts),
        "photo": f"{PATH}/{quote(waiting.number)}/photo" if one.has_photo else "",
    }


def _place(said: Mapping[str, str]) -> Place:
    """As the address or a form says."""
    queue, q = said.get("queue", ""), "".join(filter(str.isprintable, said.get("q", "")))
    after = said.get("after", "")
    number = int(after) if after.isascii() and after.isdigit() and len(after) < 10 else 0
    return Place(Queue(queue) if queue in set(Queue) else Queue.SUSPICIOUS, q[:40].strip(), number)


routes = [
    get(PATH, Permission.READINGS, show),
    post(f"{PATH}/{{number}}", Permission.READINGS, decide),
    get(f"{PATH}/{{number}}/photo", Permission.READINGS, photo),
]
