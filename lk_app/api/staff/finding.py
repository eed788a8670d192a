"""/staff/find?q=: people, accounts, houses, meters, payments, readings by any of their numbers."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from lk_app import wiring, wording
from lk_app.api.staff.guard import answer, asked, asked_number, get, missing
from lk_app.domain.accounts import House
from lk_app.domain.finding import (
    LONGEST,
    PAGE,
    Found,
    FoundAccount,
    FoundMeter,
    FoundPayment,
    FoundPerson,
    FoundReading,
    Kind,
    Page,
)
from lk_app.domain.staff import Permission
from lk_app.usecases import finding
from lk_app.usecases.staff_sessions import OnDuty
from lk_app.wording.staff import KINDS

MOST_PAGES = 100_000
T = TypeVar("T")


async def show(request: Request, me: OnDuty) -> Response:
    """The first of each kind, or a page of one; a single account is opened at once."""
    typed = asked(request, "q", limit=LONGEST)
    kind, number = _kind(asked(request, "kind")), page_number(request)
    if not typed:
        return _page(me, typed, {})
    db, now = wiring.database(), wiring.real_now()
    if kind is None:
        found = await wiring.in_thread(finding.everything, db=db, typed=typed, by=me.actor, now=now)
        if only := _only_account(found):
            return RedirectResponse(f"/staff/accounts/{only}", status_code=303)
        return _page(me, typed, found)
    page = await wiring.in_thread(
        finding.of_kind, db=db, typed=typed, kind=kind, number=number, by=me.actor, now=now
    )
    return _page(me, typed, {kind: page}, number=number)


async def house(request: Request, me: OnDuty) -> Response:
    """The accounts of a house, by their numbers."""
    q, number = asked(request, "q", limit=40), page_number(request)
    found = await wiring.in_thread(
        finding.in_house,
        db=wiring.database(),
        house_id=request.path_params["house_id"],
        typed=q,
        number=number,
        by=me.actor,
        now=wiring.real_now(),
    )
    if found is None:
        return missing(me)
    place, page = found
    return answer(
        "house",
        me=me,
        active="find",
        title=f"{place.city}, {place.street}, {place.house}",
        rows=[row_of(one) for one in page.found],
        q=q,
        number=number,
        more=page.more,
        path=request.url.path,
    )


def page_number(request: Request) -> int:
    """Which page is asked for; the first unless told."""
    return min(max(asked_number(request, "page") or 1, 1), MOST_PAGES)


def among(
    rows: Sequence[T], q: str, number: int, words: Callable[[T], str] = str
) -> tuple[Sequence[T], bool]:
    """A page of those rows whose words hold what was typed, and whether there is another one."""
    wanted = q.casefold()
    found = [one for one in rows if wanted in words(one).replace("\u00a0", " ").casefold()]
    first = (number - 1) * PAGE
    return found[first : first + PAGE], len(found) > first + PAGE


def _kind(typed: str) -> Kind | None:
    return Kind(typed) if typed in set(Kind) else None


def _only_account(found: Mapping[Kind, Page]) -> str:
    """The number of the one account that is found; nothing else is."""
    page = found.get(Kind.ACCOUNTS)
    if page is None or len(found) > 1 or len(page.found) != 1:
        return ""
    one = page.found[0]
    return one.account.account_number if isinstance(one, FoundAccount) else ""


def _page(me: OnDuty, typed: str, found: Mapping[Kind, Page], *, number: int = 0) -> Response:
    groups = [
        {
            "kind": kind.value,
            "title": KINDS[kind],
            "rows": [row_of(one) for one in page.found],
            "more": page.more,
        }
        for kind, page in found.items()
    ]
    return answer("find", me=me, active="find", q=typed, groups=groups, number=number)


def row_of(one: Found) -> dict[str, str]:
    """Where a found thing leads, what it is called, and what is said beside it."""
    match one:
        case FoundAccount(account, holder):
            place = wording.address(account.address)
            return row(account.account_number, f"№\u00a0{printed(account.account_number)}",
                       f"{holder} · {place}")  # fmt: skip
        case FoundPerson(customer, numbers):
            contacts = f"{customer.email}, {wording.phone(customer.phone)}"
            return row(next(iter(numbers), ""), str(customer.name), _listed(contacts, numbers))
        case House(key, city, street, number):
            return {"href": f"/staff/houses/{key}", "title": f"{city}, {street}, {number}",
                    "note": ""}  # fmt: skip
        case FoundMeter(serial, model, number, removed_on):
            gone = f" · снят {wording.day(removed_on)}" if removed_on else ""
            return row(number, f"№\u00a0{serial}", f"{model} · {printed(number)}{gone}")
        case FoundPayment(number, amount, state, at, numbers):
            said = f"{wording.name_of(wording.PAYMENT_STATES, state)}, {_moment(at)}"
            title = f"№\u00a0{number}, {wording.roubles(amount)}"
            return row(next(iter(numbers), ""), title, _listed(said, numbers))
        case FoundReading(receipt, number, at):
            return row(number, f"№\u00a0{receipt}", f"{_moment(at)} · {printed(number)}")


def row(account_number: str, title: str, note: str) -> dict[str, str]:
    """A line that leads to an account, if there is one."""
    href = f"/staff/accounts/{account_number}" if account_number else ""
    return {"href": href, "title": title, "note": note}


def printed(account_number: str) -> str:
    """The number in the supplier's groups."""
    return wording.account_number(account_number, wiring.supplier().account_number_groups)


def _listed(said: str, numbers: object) -> str:
    shown = [printed(str(one)) for one in numbers]  # type: ignore[attr-defined]
    return " · ".join([said, *shown])


def _moment(at: object) -> str:
    return wording.moment(at, wiring.settings().zone)  # type: ignore[arg-type]


routes = [
    get("/staff/find", Permission.FIND, show),
    get("/staff/houses/{house_id:int}", Permission.FIND, house),
]
