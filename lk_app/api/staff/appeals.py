"""/staff/appeals: the queue by term, and one appeal with everything that may be done with it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from lk_app import wiring, wording
from lk_app.api.appeals import attachment
from lk_app.api.documents import file_answer
from lk_app.api.sessions import length_of
from lk_app.api.staff.finding import page_number, printed
from lk_app.api.staff.guard import answer, asked, get, missing, post
from lk_app.documents.appeals import appeals_csv
from lk_app.domain.appeal_files import LARGEST, MOST, AppealFile
from lk_app.domain.appeals import (
    AppealRefused,
    AppealState,
    Dropping,
    Message,
    MessageKind,
    Queued,
    Topic,
)
from lk_app.domain.finding import PAGE
from lk_app.domain.refusals import Refusal
from lk_app.domain.staff import Permission
from lk_app.usecases import appeal_work
from lk_app.usecases.appeal_work import Desk, Words, WorkView
from lk_app.usecases.site_files import HandedFile
from lk_app.usecases.staff_sessions import OnDuty
from lk_app.wording.appeals import DROPPINGS, LAW, LAW_ELSE, TOPICS, WORK_STATES, WORK_WROTE, facts
from lk_app.wording.staff import DONE

PATH = "/staff/appeals"
FORM = 200_000  # bytes: 8,000 letters as a browser writes them
OPEN, MINE, OVER = "open", "mine", "over"
SHELVES = {OPEN: "Ждут ответа", MINE: "Мои", OVER: "Отвеченные"}
TYPED = ("answer", "question", "prolonging", "dropping", "note", "reason", "to")
LARGEST_FORM = FORM + MOST * LARGEST
CHOOSE_AGAIN = " Файлы выберите снова."
NOTHING_TYPED: Mapping[str, str] = dict.fromkeys(TYPED, "")


@dataclass(frozen=True, slots=True)
class Sent:
    """One of the forms: what its button does, the last message seen, what was typed and chosen."""

    todo: str
    seen: int
    typed: Mapping[str, str]
    files: Sequence[HandedFile]

    def words(self, field: str) -> Words:
        """What goes to the person."""
        return Words(self.seen, self.typed[field], self.files)


async def show(request: Request, me: OnDuty) -> Response:
    """One shelf: what waits, the nearest term first, or what was answered."""
    shelf, q, number = asked(request, "shelf"), asked(request, "q"), page_number(request)
    shelf = shelf if shelf in SHELVES else OPEN
    desk = _desk(me)
    look = appeal_work.over if shelf == OVER else partial(appeal_work.queue, mine=shelf == MINE)
    found = await wiring.in_thread(look, desk, typed=q, limit=PAGE + 1, offset=(number - 1) * PAGE)
    waiting, overdue = await wiring.in_thread(appeal_work.lengths, desk)
    return answer(
        "appeals",
        me=me,
        active="appeals",
        rows=[_row(one, desk) for one in found[:PAGE]],
        shelf=shelf,
        shelves=SHELVES,
        waiting=waiting,
        overdue=overdue,
        q=q,
        number=number,
        more=len(found) > PAGE,
    )


async def queued_of(me: OnDuty, account_number: str, *, limit: int) -> list[dict[str, object]]:
    """Appeals about an account that this employee may read, the newest first."""
    desk = _desk(me)
    found = await wiring.in_thread(
        appeal_work.of_account, desk, account_number=account_number, limit=limit
    )
    return [_row(one, desk) for one in found]


async def one(request: Request, me: OnDuty) -> Response:
    """An appeal, everything said, and what may be done."""
    return await _page(me, _number(request), done=DONE.get(asked(request, "done"), ""))


async def act(request: Request, me: OnDuty) -> Response:
    """Do what its button says; on a refusal everything typed stays."""
    number = _number(request)
    if not 0 < (length_of(request) or 0) <= LARGEST_FORM:
        large = AppealRefused("appeal.form", megabytes=LARGEST_FORM // 1024 // 1024)
        return await _page(me, number, error=wording.refusal(large), status=413)
    form = await _sent(request)
    if form.todo not in DEEDS:
        return RedirectResponse(f"{PATH}/{number}", status_code=303)
    try:
        await DEEDS[form.todo](_desk(me), number, form)
    except Refusal as refused:
        said = wording.refusal(refused) + (CHOOSE_AGAIN if form.files else "")
        return await _page(me, number, typed=form.typed, failed=form.todo, error=said)
    return RedirectResponse(f"{PATH}/{number}?done=appeal_{form.todo}", status_code=303)


async def _sent(request: Request) -> Sent:
    """What was typed and chosen."""
    async with request.form(max_files=10 * MOST, max_fields=20) as form:
        named = [(str(name), value) for name, value in form.multi_items()]
        plain = {name: value for name, value in named if isinstance(value, str)}
        chosen = [value for _, value in named if isinstance(value, UploadFile) and value.filename]
        files = [HandedFile(one.filename or "", await one.read()) for one in chosen]
    typed = {name: plain.get(name, "").replace("\x00", "")[:20_000] for name in TYPED}
    seen = plain.get("seen", "")
    last = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0
    return Sent(plain.get("do", ""), last, typed, files)


async def file(request: Request, me: OnDuty) -> Response:
    """A file of the appeal, to be saved."""
    try:
        kept = await wiring.in_thread(
            appeal_work.file,
            _desk(me),
            store=wiring.appeal_files(),
            number=_number(request),
            file_id=request.path_params["file_id"],
        )
    except AppealRefused:
        kept = None
    return attachment(kept) if kept else missing(me)


async def export(request: Request, me: OnDuty) -> Response:
    """Every appeal that this employee may read, as CSV."""
    desk = _desk(me)
    content = await wiring.in_thread(
        lambda: appeals_csv(appeal_work.exported(desk), desk.paper.zone, today=desk.today)
    )
    return file_answer(content, name="appeals.csv", media_type="text/csv; charset=utf-8")


Deed = Callable[[Desk, str, Sent], Awaitable[object]]


async def _take(desk: Desk, number: str, form: Sent) -> object:
    return await wiring.in_thread(appeal_work.take, desk, number=number)


async def _answer(desk: Desk, number: str, form: Sent) -> object:
    words, store = form.words("answer"), wiring.appeal_files()
    return await wiring.in_thread(appeal_work.answer, desk, number=number, words=words, store=store)


async def _ask(desk: Desk, number: str, form: Sent) -> object:
    words, store = form.words("question"), wiring.appeal_files()
    return await wiring.in_thread(appeal_work.ask, desk, number=number, words=words, store=store)


async def _prolong(desk: Desk, number: str, form: Sent) -> object:
    text = form.typed["prolonging"]
    return await wiring.in_thread(
        appeal_work.prolong, desk, number=number, seen=form.seen, text=text
    )


async def _drop(desk: Desk, number: str, form: Sent) -> object:
    typed, note = form.typed["dropping"], form.typed["note"]
    if typed not in set(Dropping):
        raise AppealRefused("appeal.dropping", field="dropping")
    why = Dropping(typed)
    return await wiring.in_thread(
        appeal_work.drop, desk, number=number, seen=form.seen, why=why, note=note
    )


async def _close(desk: Desk, number: str, form: Sent) -> object:
    return await wiring.in_thread(appeal_work.close, desk, number=number)


async def _hand(desk: Desk, number: str, form: Sent) -> object:
    to = form.typed["to"]
    chosen = int(to) if to.isascii() and to.isdigit() and len(to) < 10 else 0
    return await wiring.in_thread(
        appeal_work.hand_on, desk, number=number, to=chosen, reason=form.typed["reason"]
    )


DEEDS: Mapping[str, Deed] = {
    "taken": _take,
    "answered": _answer,
    "asked": _ask,
    "prolonged": _prolong,
    "dropped": _drop,
    "closed": _close,
    "handed": _hand,
}


def _desk(me: OnDuty) -> Desk:
    return Desk(
        wiring.database(), wiring.stationery(), me, wiring.business_now(), wiring.real_now()
    )


def _number(request: Request) -> str:
    return str(request.path_params["number"])[:20]


async def _page(
    me: OnDuty,
    number: str,
    *,
    typed: Mapping[str, str] = NOTHING_TYPED,
    failed: str = "",
    error: str = "",
    done: str = "",
    status: int = 422,
) -> Response:
    desk = _desk(me)
    try:
        seen = await wiring.in_thread(appeal_work.view, desk, number=number)
    except AppealRefused:
        return missing(me)
    return answer(
        "appeal",
        me=me,
        active="appeals",
        status=status if error else 200,
        one=_row(seen.shown, desk),
        facts=_facts(seen),
        thread=[_said(message, files, seen.names) for message, files in seen.thread],
        last=seen.thread[-1][0].id,
        colleagues=[(str(person.id), person.name) for person in seen.colleagues],
        droppings=[(why.value, words) for why, words in DROPPINGS.items()],
        law=LAW.get(seen.shown.appeal.topic, LAW_ELSE),
        typed=typed,
        failed=failed,
        error=error,
        done=done,
        **_may(seen, me),
    )


def _may(seen: WorkView, me: OnDuty) -> dict[str, bool]:
    """Which of the forms make sense now."""
    appeal = seen.shown.appeal
    mine = appeal.staff_id in (None, me.member.id)
    return {
        "can_take": appeal.is_open and appeal.staff_id != me.member.id,
        "can_answer": appeal.is_open and mine,
        "can_prolong": appeal.is_open
        and mine
        and appeal.topic is Topic.PERSONAL_DATA
        and not appeal.prolonged,
        "can_hand": appeal.is_open and bool(seen.colleagues),
        "can_close": appeal.state is AppealState.ANSWERED,
    }


def _row(one: Queued, desk: Desk) -> dict[str, object]:
    appeal, zone = one.appeal, desk.paper.zone
    return {
        "number": appeal.number,
        "topic": TOPICS[appeal.topic],
        "state": WORK_STATES[appeal.state],
        "person": str(one.person.name),
        "email": one.person.email,
        "phone": wording.phone(one.person.phone),
        "account": one.account_number,
        "account_printed": printed(one.account_number) if one.account_number else "",
        "worker": one.staff_name,
        "sent": wording.moment(appeal.created_at, zone),
        "due": wording.day(appeal.due_on) if appeal.is_open else "",
        "overdue": appeal.is_overdue(desk.today),
    }


def _facts(seen: WorkView) -> list[tuple[str, str]]:
    where = [("Адрес", wording.address(seen.account.address))] if seen.account else []
    return [*where, *facts(seen.shown.appeal)]


def _said(
    message: Message, files: Sequence[AppealFile], names: Mapping[int, str]
) -> dict[str, object]:
    who = names.get(message.staff_id or 0, "")
    rated = message.rating
    return {
        "kind": WORK_WROTE[message.kind],
        "who": who,
        "at": wording.moment(message.at, wiring.settings().zone),
        "text": message.text,
        "note": message.kind is MessageKind.NOTE,
        "files": [(file.id, file.name, wording.size(file.size)) for file in files],
        "rating": f"Оценка {rated.stars} из 5. {rated.words}".strip() if rated else "",
    }


routes = [
    get("/staff/exports/appeals.csv", Permission.APPEALS, export),
    get(PATH, Permission.APPEALS, show),
    get(f"{PATH}/{{number}}", Permission.APPEALS, one),
    post(f"{PATH}/{{number}}", Permission.APPEALS, act),
    get(f"{PATH}/{{number}}/files/{{file_id:int}}", Permission.APPEALS, file),
]
