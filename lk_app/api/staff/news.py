"""/staff/news: news, announcements for houses and pages: Markdown, looked at and then published."""

from dataclasses import dataclass, field

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from lk_app import wiring, wording
from lk_app.api.sessions import length_of, small_form
from lk_app.api.staff.finding import page_number
from lk_app.api.staff.guard import answer, asked, asked_number, get, post
from lk_app.domain.articles import LONGEST_SOURCE, ArticleRefused, Edition, Heading, Outcome
from lk_app.domain.finding import PAGE
from lk_app.domain.refusals import Refusal
from lk_app.domain.site_files import LARGEST
from lk_app.domain.staff import Permission
from lk_app.usecases import articles, houses, site_files
from lk_app.usecases.articles import Preview
from lk_app.usecases.public import preview as drafts
from lk_app.usecases.staff_sessions import OnDuty
from lk_app.wording.staff import DONE, SECTIONS, TEXT_KINDS, new_text

PATH = "/staff/news"
LIMIT = 12 * LONGEST_SOURCE + LARGEST  # bytes: a Cyrillic letter of a form takes six; a picture
ENDING = "\n\n![]({address})\n"


@dataclass(frozen=True, slots=True)
class Desk:
    """What stands on the page: a text that is being written, or the list of all."""

    source: str = ""
    path: str = ""
    error: str = ""
    done: str = ""
    link: str = ""
    preview: Preview | None = None
    editions: list[Edition] = field(default_factory=list)
    listed: list[Heading] | None = None
    q: str = ""
    number: int = 1


async def show(request: Request, me: OnDuty) -> Response:
    """The texts of the site, an example of a new one, or what an address says now."""
    path, kind = asked(request, "path"), asked(request, "kind")
    done = DONE.get(asked(request, "done"), "")
    db = wiring.database()
    if not path:
        q, number = asked(request, "q"), page_number(request)
        house = await _house(asked_number(request, "house"))
        found = await wiring.in_thread(
            articles.listed, db=db, typed=q, limit=PAGE + 1, offset=(number - 1) * PAGE
        )
        source = new_text(kind, day=wiring.business_now().date(), house=house)
        return _page(me, Desk(source=source, done=done, listed=found, q=q, number=number))
    try:
        known = await wiring.in_thread(articles.history, db=db, path=path)
        link = await wiring.in_thread(
            drafts.link, db=db, signer=wiring.signer(), site=wiring.site(), path=path
        )
    except ArticleRefused as refused:
        return _page(me, Desk(path=path, error=wording.refusal(refused)))
    return _page(me, Desk(source=known[-1].source, path=path, done=done, link=link, editions=known))


async def _house(house_id: int | None) -> str:
    """A house as an announcement names it, "" without one."""
    if house_id is None:
        return ""
    found = await wiring.in_thread(houses.by_id, db=wiring.database(), house_id=house_id)
    return f"{found.city}, {found.street}, {found.house}" if found else ""


async def publish(request: Request, me: OnDuty) -> Response:
    """Show how it would look; publish when that was seen; keep a picture for it."""
    if not 0 < (length_of(request) or 0) <= LIMIT:
        return Response(status_code=413)
    async with request.form(max_files=1, max_fields=5, max_part_size=LIMIT) as form:
        source = str(form.get("source", "")).replace("\r\n", "\n")
        do, file = form.get("do"), form.get("picture")
        try:
            if do == "picture":
                return _page(me, Desk(source=source + await _picture(me, file)))
            if do != "publish":
                return _page(me, Desk(source=source, preview=await _preview(source)))
            done = await wiring.in_thread(
                articles.publish,
                db=wiring.database(),
                source=source,
                now=wiring.business_now(),
                tz=wiring.settings().zone,
                by=me.actor,
            )
        except Refusal as refused:
            return _page(me, Desk(source=source, error=wording.refusal(refused)))
    said = "same" if done.outcome is Outcome.SAME else "published"
    return RedirectResponse(f"{PATH}?path={done.path}&done={said}", status_code=303)


async def undo(request: Request, me: OnDuty) -> Response:
    """Put back what an address said before, as an edition of its own."""
    form = await small_form(request)
    if form is None:
        return Response(status_code=413)
    path = form.get("path", "")[:300]
    try:
        done = await wiring.in_thread(
            articles.undo,
            db=wiring.database(),
            path=path,
            now=wiring.business_now(),
            tz=wiring.settings().zone,
            by=me.actor,
        )
    except Refusal as refused:
        return _page(me, Desk(path=path, error=wording.refusal(refused)))
    return RedirectResponse(f"{PATH}?path={done.path}&done=put_back", status_code=303)


async def _picture(me: OnDuty, file: object) -> str:
    """Keep a picture; the words that show it. Raises FileRefused."""
    named = isinstance(file, UploadFile)
    kept = await wiring.in_thread(
        site_files.keep_picture,
        db=wiring.database(),
        name=(file.filename or "") if isinstance(file, UploadFile) else "",
        content=await file.read() if isinstance(file, UploadFile) and named else b"",
        by=me.actor,
        now=wiring.real_now(),
    )
    return ENDING.format(address=kept.address)


async def _preview(source: str) -> Preview:
    return await wiring.in_thread(
        articles.preview, db=wiring.database(), source=source, tz=wiring.settings().zone
    )


def _page(me: OnDuty, desk: Desk) -> Response:
    at = desk.preview.published_at if desk.preview else None
    zone, listed = wiring.settings().zone, desk.listed
    return answer(
        "news",
        me=me,
        active="news",
        status=422 if desk.error else 200,
        kinds=list(TEXT_KINDS.items()),
        source=desk.source,
        path=desk.path,
        error=desk.error,
        done=desk.done,
        link=desk.link,
        preview=desk.preview,
        editions=[
            (f"№ {one.number}", wording.moment(one.saved_at, zone))
            for one in reversed(desk.editions)
        ],
        when=wording.moment(at, zone) if at else "черновик, на сайте не виден",
        rows=None if listed is None else [_row(one) for one in listed[:PAGE]],
        more=listed is not None and len(listed) > PAGE,
        q=desk.q,
        number=desk.number,
    )


def _row(one: Heading) -> dict[str, str]:
    at = one.published_at
    section = "объявление домам" if one.for_houses else SECTIONS[one.section]
    when = wording.moment(at, wiring.settings().zone) if at else "черновик"
    if at and at > wiring.business_now():
        when = f"назначено на {when}"
    return {"path": one.path, "title": one.title, "section": section, "when": when}


routes = [
    get(PATH, Permission.NEWS, show),
    post(PATH, Permission.NEWS, publish),
    post(f"{PATH}/undo", Permission.NEWS, undo),
]
