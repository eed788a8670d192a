"""/staff/imports: files from the supplier's other systems, looked through and brought in."""

from collections.abc import Mapping
from typing import NamedTuple

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from lk_app import wiring, wording
from lk_app.api.documents import file_answer
from lk_app.api.sessions import length_of, small_form
from lk_app.api.staff.finding import page_number
from lk_app.api.staff.guard import answer, asked, asked_number, get, post
from lk_app.domain.bank_registers import JournalEntry
from lk_app.domain.finding import PAGE
from lk_app.domain.refusals import Refusal
from lk_app.domain.staff import Permission
from lk_app.domain.uploads import LARGEST, UploadKind, UploadRefused
from lk_app.usecases import refund_files, uploads
from lk_app.usecases.imports import undoing
from lk_app.usecases.imports.closings import Herald
from lk_app.usecases.staff_sessions import OnDuty
from lk_app.usecases.uploads import Seen
from lk_app.wording.staff import DONE, UPLOADS

PATH = "/staff/imports"
AROUND = 16_384  # bytes of a form beside its file
MOST_ROWS = 100  # bad rows that are shown; the first hundred tell what is wrong with the rest


class Handed(NamedTuple):
    """What a person chose: the kind (with a bank: payments:sber), how it is written, the file."""

    choice: str
    layout: str
    name: str
    content: bytes

    @property
    def kind(self) -> UploadKind:
        return UploadKind(self.choice.partition(":")[0])

    @property
    def profile(self) -> str:
        return self.choice.partition(":")[2] or self.layout


async def show(request: Request, me: OnDuty) -> Response:
    """A form for a file, and the journal of those that came before."""
    done = DONE.get(asked(request, "done"), "")
    number = asked_number(request, "number")
    said = done.format(number=number) if number else done
    return await _page(me, q=asked(request, "q"), number=page_number(request), done=said)


async def look(request: Request, me: OnDuty) -> Response:
    """Tell what bringing a file in would do, row by row where it would not."""
    length = length_of(request)
    if length is None or length > LARGEST + AROUND:
        return await _page(me, error=wording.refusal(_too_large()), status=413)
    try:
        one = await _handed(request)
    except Refusal as refused:
        return await _page(me, error=wording.refusal(refused))
    try:
        seen = await wiring.in_thread(
            uploads.look,
            db=wiring.database(),
            kind=one.kind,
            profile=one.profile,
            name=one.name,
            content=one.content,
            books=wiring.books(),
            me=me,
            now=wiring.real_now(),
        )
    except Refusal as refused:
        return await _page(me, handed=one, error=wording.refusal(refused))
    return await _page(me, handed=one, seen=_seen(one, seen))


async def bad_rows(request: Request, me: OnDuty) -> Response:
    """The rows that would not come in, each with what is wrong, to be mended in a spreadsheet."""
    try:
        text = await wiring.in_thread(
            uploads.bad_rows_of,
            db=wiring.database(),
            upload_id=request.path_params["upload_id"],
            books=wiring.books(),
            me=me,
        )
    except Refusal as refused:
        return await _page(me, error=wording.refusal(refused))
    name = f"bad-rows-{request.path_params['upload_id']}.csv"
    return file_answer(text, name=name, media_type="text/csv")


async def bring_in(request: Request, me: OnDuty) -> Response:
    """Bring in what was looked through."""
    form = await small_form(request)
    if form is None:
        return Response(status_code=413)
    if form.get("do") == "propose":
        return await _propose(request, me)
    try:
        done = await wiring.in_thread(
            uploads.bring_in,
            db=wiring.database(),
            upload_id=request.path_params["upload_id"],
            skip_bad=form.get("do") == "skip",
            books=wiring.books(),
            herald=Herald(wiring.stationery(), wiring.real_now()),
            me=me,
            now=wiring.real_now(),
        )
    except Refusal as refused:
        return await _page(me, error=wording.refusal(refused))
    said = f"done=imported&number={done.number}" if done.number else "done=known"
    return RedirectResponse(f"{PATH}?{said}", status_code=303)


async def _propose(request: Request, me: OnDuty) -> Response:
    """Leave it to another person to bring in what was looked through."""
    try:
        await wiring.in_thread(
            refund_files.propose,
            db=wiring.database(),
            upload_id=request.path_params["upload_id"],
            books=wiring.books(),
            me=me,
            now=wiring.real_now(),
        )
    except Refusal as refused:
        return await _page(me, error=wording.refusal(refused))
    return RedirectResponse("/staff/refunds?done=proposed", status_code=303)


async def undo(request: Request, me: OnDuty) -> Response:
    """Take a file back once that was confirmed."""
    form = await small_form(request)
    if form is None:
        return Response(status_code=413)
    number = request.path_params["number"]
    if form.get("do") != "undo":
        return await _page(me, asks=number)
    try:
        done = await wiring.in_thread(
            uploads.undo,
            db=wiring.database(),
            number=number,
            by=me.actor,
            now=wiring.business_now(),
            real_now=wiring.real_now(),
        )
    except Refusal as refused:
        return await _page(me, error=wording.refusal(refused))
    said = "withdrawn" if done.gone else "undone"
    return RedirectResponse(f"{PATH}?done={said}&number={number}", status_code=303)


async def _handed(request: Request) -> Handed:
    """Raises UploadRefused: upload.kind, upload.empty."""
    async with request.form(max_files=1, max_fields=5) as form:
        file, chosen = form.get("file"), str(form.get("kind", ""))[:40]
        if chosen.partition(":")[0] not in _kinds():
            raise UploadRefused("upload.kind", field="kind")
        if not isinstance(file, UploadFile) or not file.filename:
            raise UploadRefused("upload.empty", field="file")
        layout = str(form.get("layout", ""))[:20]
        return Handed(chosen, layout, file.filename, await file.read())


def _kinds() -> list[UploadKind]:
    """What may be handed over: charges only where they are not made here."""
    own = wiring.supplier().billing == "own"
    return [kind for kind in UploadKind if not (own and kind is UploadKind.CHARGES)]


def _too_large() -> UploadRefused:
    return UploadRefused("upload.large", field="file", megabytes=LARGEST // 1024 // 1024)


def _seen(one: Handed, seen: Seen) -> Mapping[str, object]:
    done, bad = seen.done, seen.bad
    return {
        "id": seen.upload_id,
        "name": one.name,
        "rows": wording.number(done.rows if done.rows else len(bad)),
        "added": wording.number(done.added),
        "adds": done.added + done.held > 0,
        "known": wording.number(done.known),
        "held": wording.number(done.held) if done.held else "",
        "refused": wording.number(len(bad)) if bad else "",
        "bad": [(row.line, wording.refusal(row.reason)) for row in bad[:MOST_ROWS]],
        "more": wording.number(len(bad) - MOST_ROWS) if len(bad) > MOST_ROWS else "",
        "may_skip": seen.may_skip,
        "by_two": seen.by_two,
    }


async def _page(
    me: OnDuty,
    *,
    q: str = "",
    number: int = 1,
    handed: Handed | None = None,
    error: str = "",
    seen: Mapping[str, object] | None = None,
    asks: int = 0,
    done: str = "",
    status: int = 0,
) -> Response:
    first = (number - 1) * PAGE
    found = await wiring.in_thread(
        undoing.journal, db=wiring.database(), typed=q, limit=PAGE + 1, offset=first
    )
    own = wiring.settings().profile_dir
    registers = [(f"{UploadKind.PAYMENTS}:{one.name}", one.title) for one in uploads.banks(own)]
    return answer(
        "imports",
        me=me,
        active="imports",
        status=status or (422 if error else 200),
        kinds=[(kind.value, UPLOADS[kind]) for kind in _kinds()],
        registers=registers,
        layouts=uploads.tables(own),
        columns=[(UPLOADS[kind], ", ".join(uploads.columns(kind))) for kind in _kinds()],
        period=str(wiring.business_now().date())[:7],
        choice=handed.choice if handed else "",
        layout=handed.layout if handed else "",
        error=error,
        seen=seen,
        done=done,
        asks=asks,
        rows=[_row(one) for one in found[:PAGE]],
        q=q,
        number=number,
        more=len(found) > PAGE,
    )


def _row(one: JournalEntry) -> dict[str, object]:
    undone = wording.moment(one.undone_at, wiring.settings().zone) if one.undone_at else ""
    known = UPLOADS.get(one.kind, one.kind)
    return {
        "id": one.id,
        "at": wording.moment(one.imported_at, wiring.settings().zone),
        "kind": f"{known}, {one.bank}" if one.bank else known,
        "name": one.file_name,
        "total": wording.roubles(one.total) if one.total else "",
        "added": wording.number(one.added),
        "known": wording.number(one.known),
        "held": wording.number(one.held) if one.held else "",
        "refused": wording.number(one.refused) if one.refused else "",
        "undone": undone,
        "may_undo": one.kind in undoing.UNDOABLE and not undone,
        "money": one.kind == undoing.KIND,
    }


routes = [
    get(PATH, Permission.IMPORTS, show),
    post(PATH, Permission.IMPORTS, look),
    post(f"{PATH}/{{upload_id:int}}", Permission.IMPORTS, bring_in),
    get(f"{PATH}/{{upload_id:int}}/bad.csv", Permission.IMPORTS, bad_rows),
    post(f"{PATH}/journal/{{number:int}}", Permission.IMPORTS, undo),
]
