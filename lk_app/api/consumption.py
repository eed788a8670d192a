"""Consumption by month as a file, for whoever may see the account."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lk_app import wiring
from lk_app.api.documents import customer_of, file_answer, no_file, to_login
from lk_app.domain.accounts import LinkRefused
from lk_app.usecases import consumption


async def months(request: Request) -> Response:
    """GET /api/documents/consumption/ACCOUNT.csv: all the months the caller's link may see."""
    customer = await customer_of(request)
    if customer is None:
        return to_login(request)
    number = request.path_params["account_number"]
    try:
        content = await wiring.in_thread(
            consumption.csv_file,
            db=wiring.database(),
            supplier=wiring.supplier(),
            customer_id=customer.id,
            account_number=number,
        )
    except LinkRefused:
        return no_file()
    return file_answer(
        content, name=f"consumption-{number}.csv", media_type="text/csv; charset=utf-8"
    )


routes = [Route("/api/documents/consumption/{account_number}.csv", months, methods=["GET"])]
