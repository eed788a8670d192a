"""What readers of the public site send, by plain POST to the page that shows the form."""

from collections.abc import Awaitable, Callable, Mapping

from lk_app import wiring
from lk_app.api.public import guest
from lk_app.documents.site import Filled
from lk_app.domain.questions import QuestionForm
from lk_app.domain.refusals import Refusal
from lk_app.domain.registration import reasons
from lk_app.usecases import questions
from lk_app.wording import refusal

Typed = Mapping[str, str]
Taker = Callable[[str, Typed, str], Awaitable[object]]


async def take(path: str, typed: Typed, *, source: str) -> Filled | None:
    """What came of a form sent to `path`; None where there is none. `source` is who sent it."""
    steps = path.strip("/").split("/")
    is_article = len(steps) == ARTICLE_STEPS.get(steps[0])
    taker = _question if is_article else TAKERS.get(path)
    return await _came_of(taker, path, typed, source) if taker else None


async def opened(path: str, query: Typed) -> Filled | None:
    """What a link of a letter or of a bank's page says; None for any other page."""
    taker = LINKS.get(path)
    return await _came_of(taker, path, query, "") if taker else None


async def _came_of(taker: Taker, path: str, typed: Typed, source: str) -> Filled:
    try:
        return Filled(done=await taker(path, typed, source))
    except Refusal as refused:
        errors = {reason.field: refusal(reason) for reason in reasons(refused)}
        kept = {name: value[:LONGEST] for name, value in typed.items()}
        return Filled(kept, errors, asks=wiring.sums().challenge() if taker is _question else {})


async def _question(path: str, typed: Typed, source: str) -> str:
    token = typed.get("sum_token", "")
    kept = await wiring.in_thread(
        questions.ask,
        db=wiring.database(),
        captcha=wiring.sums() if token else wiring.captcha(),
        paper=wiring.stationery(),
        path=path,
        form=QuestionForm(
            name=typed.get("name", ""),
            email=typed.get("email", ""),
            text=typed.get("text", ""),
            consent=typed.get("consent") == "on",
        ),
        captcha_payload=f"{token} {typed.get('sum', '')}" if token else typed.get("captcha", ""),
        source=source,
        now=wiring.real_now(),
        business_now=wiring.business_now(),
    )
    return kept.email


LONGEST = 2_500  # characters of a field that are given back
# How many steps the address of an article has, by its part; only articles take questions
ARTICLE_STEPS = {"news": 4, "consumers": 2, "about": 2, "disclosure": 2}
TAKERS: dict[str, Taker] = {
    "/guest/reading": guest.reading,
    "/guest/pay": guest.pay,
    "/guest/check": guest.check,
    "/guest/not-me": guest.not_me,
}
LINKS: dict[str, Taker] = {"/guest/paid": guest.paid, "/guest/not-me": guest.ask_not_me}
