"""/staff/tariffs: a price list is looked at and proposed by one, accepted by another."""

from typing import NamedTuple

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from lk_app import wiring, wording
from lk_app.api.sessions import length_of
from lk_app.api.staff.finding import page_number
from lk_app.api.staff.guard import answer, asked, asked_number, get, post
from lk_app.api.staff.proposals import decides
from lk_app.domain.finding import PAGE
from lk_app.domain.imports import ImportRefused
from lk_app.domain.proposals import Proposal, ProposalKind
from lk_app.domain.refusals import Refusal
from lk_app.domain.site_files import LARGEST
from lk_app.domain.staff import Permission, StaffRefused
from lk_app.domain.tariffs import TariffRow
from lk_app.usecases import proposals
from lk_app.usecases.proposals import TariffPreview
from lk_app.usecases.site_files import HandedFile
from lk_app.usecases.staff_sessions import OnDuty
from lk_app.wording.dates import short_date
from lk_app.wording.staff import DONE

PATH = "/staff/tariffs"
LIMIT = 4_000_000  # bytes of a form: some thousands of rows
MOST_LINES = 20


async def show(request: Request, me: OnDuty) -> Response:
    """What waits for a second person, and a form for a new price list."""
    done = DONE.get(asked(request, "done"), "")
    q, see = asked(request, "q", limit=80), asked_number(request, "see") or 0
    return await _page(me, q=q, number=page_number(request), see=see, done=done)


async def propose(request: Request, me: OnDuty) -> Response:
    """Show what a file would change; keep it as a proposal when that was seen."""
    if not 0 < (length_of(request) or 0) <= LIMIT + LARGEST:
        return Response(status_code=413)
    form, db = await _sent(request), wiring.database()
    text = form.text
    try:
        if not text.strip():
            raise StaffRefused("staff.text", field="text")
        if form.todo != "propose":
            seen = await wiring.in_thread(
                proposals.preview_tariffs, db=db, text=text, books=wiring.books()
            )
            return await _page(me, text=text, preview=seen)
        await wiring.in_thread(
            proposals.propose_tariffs,
            db=db,
            text=text,
            subject="тарифы",
            books=wiring.books(),
            me=me,
            now=wiring.real_now(),
            document=form.document,
        )
    except Refusal as refused:
        return await _page(me, text=text, errors=reasons(refused))
    return RedirectResponse(f"{PATH}?done=proposed", status_code=303)


class Sent(NamedTuple):
    """A price list, typed or chosen, the document it rests on, and what the button does."""

    todo: str
    text: str
    document: HandedFile | None


async def _sent(request: Request) -> Sent:
    async with request.form(max_files=2, max_fields=5, max_part_size=LIMIT) as form:
        prices, document = await _chosen(form, "file"), await _chosen(form, "document")
        typed = str(form.get("text", ""))
        todo = str(form.get("do", ""))
    text = prices.content.decode("utf-8-sig", "replace") if prices else typed
    return Sent(todo, text.replace("\r\n", "\n").replace("\x00", ""), document)


async def _chosen(form: FormData, name: str) -> HandedFile | None:
    file = form.get(name)
    if not isinstance(file, UploadFile) or not file.filename:
        return None
    return HandedFile(file.filename, await file.read())


async def _accept(me: OnDuty, number: int) -> None:
    await wiring.in_thread(
        proposals.accept_tariffs,
        db=wiring.database(),
        proposal_id=number,
        books=wiring.books(),
        me=me,
        now=wiring.real_now(),
    )


async def _not_decided(me: OnDuty, why: Refusal) -> Response:
    return await _page(me, errors=reasons(why))


def reasons(refused: Refusal) -> list[str]:
    """Why a file cannot stand, line by line."""
    if not isinstance(refused, ImportRefused):
        return [wording.refusal(refused)]
    lines = [f"Строка {bad.line}: {wording.refusal(bad.reason)}" for bad in refused.rows]
    return [wording.refusal(refused), *lines[:MOST_LINES]]


async def _page(
    me: OnDuty,
    *,
    q: str = "",
    number: int = 1,
    see: int = 0,
    text: str = "",
    preview: TariffPreview | None = None,
    errors: list[str] | None = None,
    done: str = "",
) -> Response:
    first = (number - 1) * PAGE
    found = await wiring.in_thread(
        proposals.waiting,
        db=wiring.database(),
        kinds=[ProposalKind.TARIFFS],
        typed=q,
        limit=PAGE + 1,
        offset=first,
    )
    opened = see or (found[0].id if found else 0)  # one at a time: each is tried on all prices
    waiting = [await _waiting(me, one, seen=one.id == opened) for one in found[:PAGE]]
    return answer(
        "tariffs",
        me=me,
        active="tariffs",
        status=422 if errors else 200,
        waiting=waiting,
        q=q,
        number=number,
        more=len(found) > PAGE,
        text=text,
        preview=_preview(preview) if preview else None,
        errors=errors or [],
        done=done,
    )


async def _waiting(me: OnDuty, one: Proposal, *, seen: bool) -> dict[str, object]:
    """A proposal, with what it would change as things are now if it is opened."""
    change, trouble = await _tried(one) if seen else (None, [])
    return {
        "id": one.id,
        "by": one.proposed_by,
        "at": wording.moment(one.proposed_at, wiring.settings().zone),
        "own": one.proposed_by_id == me.member.id,
        "document": one.facts.get("address", ""),
        "seen": seen,
        "change": change,
        "trouble": trouble,
    }


async def _tried(one: Proposal) -> tuple[dict[str, object] | None, list[str]]:
    try:
        seen = await wiring.in_thread(
            proposals.preview_tariffs,
            db=wiring.database(),
            text=str(one.facts["text"]),
            books=wiring.books(),
        )
    except Refusal as refused:
        return None, reasons(refused)
    return _preview(seen), []


def _preview(seen: TariffPreview) -> dict[str, object]:
    touched = [
        f"{_list_name(category, zones)}: {wording.number(count)} "
        + wording.plural(count, "счёт", "счета", "счетов")
        for (category, zones), count in seen.accounts.items()
    ]
    return {
        "added": [_row(one) for one in seen.added],
        "closed": [_row(one) for one in seen.closed],
        "ended": [_row(one) for one in seen.ended],
        "touched": touched,
    }


def _row(one: TariffRow) -> dict[str, str]:
    until = f" до {short_date(one.valid_to)}" if one.valid_to else ""
    limit = f"до {wording.kwh(one.up_to_kwh)}" if one.up_to_kwh else "без предела"
    return {
        "days": f"с {short_date(one.valid_from)}{until}",
        "name": _list_name(one.category, one.zones),
        "register": wording.name_of(wording.REGISTERS, one.register),
        "band": f"{one.band}-й, {limit}",
        "price": wording.roubles(one.price),
    }


def _list_name(category: str, zones: int) -> str:
    return f"{wording.name_of(wording.CATEGORIES, category)}, {wording.ZONES[zones]}"


decide = decides(ProposalKind.TARIFFS, _accept, _not_decided, path=PATH, done="agreed")
routes = [
    get(PATH, Permission.TARIFFS, show),
    post(PATH, Permission.TARIFFS, propose),
    post(f"{PATH}/{{proposal_id:int}}", Permission.TARIFFS, decide),
]
