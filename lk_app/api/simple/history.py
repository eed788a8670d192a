"""/simple/history/ACCOUNT?from=&to=: «Детализация», from the same document as screen and paper."""

from datetime import date

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lk_app import wiring
from lk_app.api.simple.answers import answer, missing, to_login, visitor_of
from lk_app.documents.statement import NOTE, StatementDocument
from lk_app.domain.accounts import LinkRefused
from lk_app.domain.periods import Period
from lk_app.domain.statements import StatementRefused
from lk_app.usecases import statements
from lk_app.usecases.sessions import Visitor
from lk_app.wording import refusal

MONTHS_BACK = 11  # whole months before the current one, unless the address names days


async def show(request: Request) -> Response:
    """Both days included; a day that is no day is told beside its field."""
    me = await visitor_of(request)
    if me is None:
        return to_login(f"{request.url.path}?{request.url.query}".rstrip("?"))
    first, last = (request.query_params.get(name, "")[:40] for name in ("from", "to"))
    try:
        document = await _document(request, me, first, last)
    except LinkRefused:
        return missing(me)
    except StatementRefused as refused:
        return _page(request, me, None, first, last, error=refusal(refused))
    since, until = document.statement.since.isoformat(), document.last_day.isoformat()
    return _page(request, me, document, since, until)


async def _document(request: Request, me: Visitor, first: str, last: str) -> StatementDocument:
    now = wiring.business_now()
    default = (Period.of(now.date()) - MONTHS_BACK).first_day
    return await wiring.in_thread(
        statements.statement,
        db=wiring.database(),
        supplier=wiring.supplier(),
        customer_id=me.customer.id,
        account_number=request.path_params["account_number"],
        first_day=_day(first) or (None if last else default),
        last_day=_day(last),
        now=now,
    )


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        raise StatementRefused("statement.day", field="from") from None


def _page(
    request: Request,
    me: Visitor,
    document: StatementDocument | None,
    first: str,
    last: str,
    *,
    error: str = "",
) -> Response:
    return answer(
        "history",
        me=me,
        status=422 if error else 200,
        number=request.path_params["account_number"],
        document=document,
        first=first,
        last=last,
        error=error,
        note=NOTE,
    )


routes = [Route("/simple/history/{account_number}", show, methods=["GET"])]
