"""/staff/news: a text as Markdown with front matter, looked at and then published."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from lk_app import wiring, wording
from lk_app.api.sessions import small_form
from lk_app.api.staff.guard import answer, asked, get, post
from lk_app.domain.articles import LONGEST_SOURCE, ArticleRefused, Outcome
from lk_app.domain.refusals import Refusal
from lk_app.domain.staff import Permission
from lk_app.usecases import articles
from lk_app.usecases.articles import Preview
from lk_app.usecases.staff_sessions import OnDuty
from lk_app.wording.staff import DONE, NEWS_EXAMPLE

PATH = "/staff/news"
LIMIT = 12 * LONGEST_SOURCE  # bytes: a Cyrillic letter of a form takes six, and as much to spare


async def show(request: Request, me: OnDuty) -> Response:
    """An example to begin with, or what an address says now."""
    path = asked(request, "path")
    done = DONE.get(asked(request, "done"), "")
    if not path:
        example = NEWS_EXAMPLE.format(day=wiring.business_now().date())
        return _page(me, source=example, done=done)
    try:
        known = await wiring.in_thread(articles.history, db=wiring.database(), path=path)
    except ArticleRefused as refused:
        return _page(me, path=path, error=wording.refusal(refused))
    return _page(me, path=path, source=known[-1].source, done=done)


async def publish(request: Request, me: OnDuty) -> Response:
    """Show how it would look; publish when that was seen."""
    form = await small_form(request, limit=LIMIT)
    if form is None:
        return Response(status_code=413)
    source = form.get("source", "").replace("\r\n", "\n")
    try:
        if form.get("do") != "publish":
            return _page(me, source=source, preview=await _preview(source))
        done = await wiring.in_thread(
            articles.publish,
            db=wiring.database(),
            source=source,
            now=wiring.business_now(),
            tz=wiring.settings().zone,
            by=me.actor,
        )
    except Refusal as refused:
        return _page(me, source=source, error=wording.refusal(refused))
    said = "same" if done.outcome is Outcome.SAME else "published"
    return RedirectResponse(f"{PATH}?path={done.path}&done={said}", status_code=303)


async def _preview(source: str) -> Preview:
    return await wiring.in_thread(
        articles.preview, db=wiring.database(), source=source, tz=wiring.settings().zone
    )


def _page(
    me: OnDuty,
    *,
    source: str = "",
    path: str = "",
    error: str = "",
    done: str = "",
    preview: Preview | None = None,
) -> Response:
    at = preview.published_at if preview else None
    return answer(
        "news",
        me=me,
        active="news",
        status=422 if error else 200,
        source=source,
        path=path,
        error=error,
        done=done,
        preview=preview,
        when=wording.moment(at, wiring.settings().zone) if at else "черновик, на сайте не виден",
    )


routes = [get(PATH, Permission.NEWS, show), post(PATH, Permission.NEWS, publish)]
