"""/staff/norms: norms of consumption and the rate of late fees, one row at a time."""

import re
from collections.abc import Callable, Mapping
from functools import partial

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from lk_app import wiring, wording
from lk_app.api.sessions import small_form
from lk_app.api.staff.finding import among, page_number
from lk_app.api.staff.guard import answer, asked, get, post
from lk_app.api.staff.tariffs import reasons
from lk_app.api.staff.windows import typed_day
from lk_app.domain.imports import Imported
from lk_app.domain.refusals import Refusal
from lk_app.domain.staff import Permission, StaffRefused
from lk_app.usecases.publishing import by_hand
from lk_app.usecases.staff_sessions import OnDuty
from lk_app.wording.staff import DONE

PATH = "/staff/norms"
NORM, RATE = "norm", "rate"
FIELDS = {NORM: ("valid_from", "category", "kwh"), RATE: ("valid_from", "per_cent")}
Typed = Mapping[str, str]


async def show(request: Request, me: OnDuty) -> Response:
    """What is in force, and a form for either."""
    done = DONE.get(asked(request, "done"), "")
    return await _page(me, q=asked(request, "q"), number=page_number(request), done=done)


async def publish(request: Request, me: OnDuty) -> Response:
    """Show what would be announced; publish when that was seen."""
    form = await small_form(request)
    if form is None:
        return Response(status_code=413)
    what = RATE if form.get("what") == RATE else NORM
    typed = {name: form.get(name, "").strip()[:40] for name in FIELDS[what]}
    try:
        put, sentence = (_rate if what == RATE else _norm)(typed)
        if form.get("do") != "publish":
            return await _page(me, what=what, typed=typed, question=sentence)
        await wiring.in_thread(
            put, db=wiring.database(), books=wiring.books(), by=me.actor, now=wiring.real_now()
        )
    except Refusal as refused:
        return await _page(me, what=what, typed=typed, error=" ".join(reasons(refused)))
    return RedirectResponse(f"{PATH}?done=published", status_code=303)


def _norm(typed: Typed) -> tuple[Callable[..., Imported], str]:
    day, category, kwh = typed_day(typed["valid_from"]), typed["category"], typed["kwh"]
    if category not in wording.CATEGORIES:
        raise StaffRefused("staff.category", field="category")
    if not re.fullmatch(r"[0-9]{1,5}", kwh):
        raise StaffRefused("staff.kwh", field="kwh")
    much, whom = wording.kwh(int(kwh)), wording.CATEGORIES[category]
    said = f"С {wording.day(day)}, {whom}: {much} на человека в месяц."
    return partial(by_hand.norm, valid_from=day, category=category, kwh=int(kwh)), said


def _rate(typed: Typed) -> tuple[Callable[..., Imported], str]:
    day, per_cent = typed_day(typed["valid_from"]), typed["per_cent"].replace(",", ".")
    if not re.fullmatch(r"[0-9]{1,2}(\.[0-9]{1,2})?", per_cent):
        raise StaffRefused("staff.per_cent", field="per_cent")
    said = f"С {wording.day(day)}: {per_cent.replace('.', ',')}\u00a0% годовых."
    return partial(by_hand.rate, valid_from=day, per_cent=per_cent), said


async def _page(
    me: OnDuty,
    *,
    what: str = NORM,
    typed: Typed | None = None,
    q: str = "",
    number: int = 1,
    error: str = "",
    question: str = "",
    done: str = "",
) -> Response:
    norms, rates = await wiring.in_thread(by_hand.norms_and_rates, db=wiring.database())
    empty = {name: dict.fromkeys(fields, "") for name, fields in FIELDS.items()}
    lines: Mapping[str, list[tuple[str, ...]]] = {
        "norms": [
            (wording.day(one.valid_from), wording.CATEGORIES[one.category],
             wording.kwh(int(one.norm_kwh)))
            for one in reversed(norms)
        ],
        "rates": [
            (wording.day(one.valid_from), f"{float(one.rate * 100):g}\u00a0%".replace(".", ","))
            for one in reversed(rates)
        ],
    }  # fmt: skip
    found = {name: among(rows, q, number, " ".join) for name, rows in lines.items()}
    return answer(
        "norms",
        me=me,
        active="norms",
        status=422 if error else 200,
        categories=list(wording.CATEGORIES.items()),
        **{**empty, **({what: typed} if typed else {})},
        errors={NORM: "", RATE: "", what: error},
        questions={NORM: "", RATE: "", what: question},
        known={name: rows for name, (rows, _) in found.items()},
        q=q,
        number=number,
        more=any(more for _, more in found.values()),
        done=done,
    )


routes = [get(PATH, Permission.NORMS, show), post(PATH, Permission.NORMS, publish)]
