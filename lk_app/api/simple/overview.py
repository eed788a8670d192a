"""/simple: what is owed and what to do until when, for every account."""

from datetime import date

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lk_app import wiring, wording
from lk_app.api.simple.answers import answer, to_login, visitor_of
from lk_app.domain.windows import WindowStatus
from lk_app.usecases import overview, windows
from lk_app.usecases.overview import AccountOverview
from lk_app.usecases.windows import WindowNow
from lk_app.wording.bills import pay_by
from lk_app.wording.readings import task
from lk_app.wording.windows import OTHERWISE, window_text, window_title


async def show(request: Request) -> Response:
    """Every account with its balance; the window above them while any account is open."""
    me = await visitor_of(request)
    if me is None:
        return to_login("/simple")
    now, zone = wiring.business_now(), wiring.settings().zone
    seen = await wiring.in_thread(
        overview.overview, db=wiring.database(), customer_id=me.customer.id, now=now, tz=zone
    )
    window = await wiring.in_thread(windows.current, db=wiring.database(), now=now, tz=zone)
    otherwise = OTHERWISE[wiring.settings().missing_reading_policy]
    return answer(
        "overview",
        me=me,
        asks=seen.open_accounts > 0,
        window_title=window_title(window),
        window_text=window_text(window, now, otherwise=otherwise),
        accounts=[_card(account, window, now.date()) for account in seen.accounts],
    )


def _card(account: AccountOverview, window: WindowNow, today: date) -> dict[str, object]:
    own = account.link.account
    words, _ = task(
        window.counts_for,
        closed_on=own.closed_on,
        unread=account.unread,
        received_on=account.sent.received_on(wiring.settings().zone) if account.sent else None,
        window_open=window.status is WindowStatus.OPEN,
        year=window.last.year,
    )
    due, late = pay_by(account.due_date, today)
    return {
        "number": own.account_number,
        "name": account.link.name,
        "printed": printed(own.account_number),
        "address": wording.address(own.address),
        "balance": wording.balance(account.balance),
        "due": due,
        "late": late,
        "task": words,
        "readable": account.unread is None and own.closed_on is None,
    }


def printed(account_number: str) -> str:
    """The number in the supplier's groups."""
    return wording.account_number(account_number, wiring.supplier().account_number_groups)


routes = [Route("/simple", show, methods=["GET"])]
