"""/staff/disclosure: documents that the supplier must disclose."""

from collections.abc import Mapping

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from lk_app import wiring, wording
from lk_app.api.sessions import length_of
from lk_app.api.staff.finding import among, page_number
from lk_app.api.staff.guard import answer, asked, get, post
from lk_app.domain.refusals import Refusal
from lk_app.domain.site_files import LARGEST, FileRefused
from lk_app.domain.staff import Permission
from lk_app.usecases import site_files
from lk_app.usecases.staff_sessions import OnDuty
from lk_app.wording.dates import short_date
from lk_app.wording.staff import DONE

PATH = "/staff/disclosure"
AROUND = 16_384  # bytes of a form beside its file
FIELDS = ("title", "kind", "year")


async def show(request: Request, me: OnDuty) -> Response:
    """A form for a document, and what is disclosed; with these words, if any."""
    done = DONE.get(asked(request, "done"), "")
    return await _page(me, q=asked(request, "q"), number=page_number(request), done=done)


async def publish(request: Request, me: OnDuty) -> Response:
    """Put a document on /disclosure; one of the same title, kind and year is replaced."""
    length = length_of(request)
    if length is None or length > LARGEST + AROUND:
        large = FileRefused("file.large", file="", megabytes=LARGEST // 1024 // 1024)
        return await _page(me, error=wording.refusal(large))
    async with request.form(max_files=1, max_fields=5) as form:
        typed = {name: str(form.get(name, ""))[:300].strip() for name in FIELDS}
        file = form.get("file")
        name = (file.filename or "") if isinstance(file, UploadFile) else ""
        content = await file.read() if isinstance(file, UploadFile) else b""
    try:
        changed = await wiring.in_thread(
            site_files.disclose,
            db=wiring.database(),
            name=name,
            content=content,
            title=typed["title"],
            kind=typed["kind"],
            year=_year(typed["year"]),
            today=wiring.business_now().date(),
            now=wiring.real_now(),
            by=me.actor,
        )
    except Refusal as refused:
        return await _page(me, typed=typed, error=wording.refusal(refused))
    said = "published" if changed else "same"
    return RedirectResponse(f"{PATH}?done={said}", status_code=303)


def _year(typed: str) -> int:
    if not (typed.isascii() and typed.isdigit() and len(typed) == 4):
        raise FileRefused("file.year", year=typed[:10])
    return int(typed)


async def _page(
    me: OnDuty,
    *,
    typed: Mapping[str, str] | None = None,
    q: str = "",
    number: int = 1,
    error: str = "",
    done: str = "",
) -> Response:
    known = await wiring.in_thread(site_files.disclosed, db=wiring.database())
    found, more = among(known, q, number, lambda one: f"{one.title} {one.kind} {one.year}")
    rows = [
        {
            "title": one.title,
            "kind": one.kind,
            "year": one.year,
            "on": short_date(one.published_on),
            "href": one.address,
            "file": f"{one.extension}, {wording.size(one.size)}",
        }
        for one in found
    ]
    return answer(
        "disclosure",
        me=me,
        active="disclosure",
        status=422 if error else 200,
        typed=typed or {**dict.fromkeys(FIELDS, ""), "year": str(wiring.business_now().year)},
        kinds=sorted({one.kind for one in known}),
        rows=rows,
        q=q,
        number=number,
        more=more,
        error=error,
        done=done,
    )


routes = [get(PATH, Permission.NEWS, show), post(PATH, Permission.NEWS, publish)]
