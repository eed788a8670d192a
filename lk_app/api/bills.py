"""A posted bill on paper, for whoever may see it."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lk_app import wiring
from lk_app.api.documents import customer_of, file_answer, no_file, to_login
from lk_app.documents.bill import bill_pdf
from lk_app.domain.accounts import LinkRefused
from lk_app.domain.bills import BillingRefused
from lk_app.domain.periods import Period, PeriodRefused
from lk_app.usecases import bill_documents


async def bill(request: Request) -> Response:
    """GET /api/documents/bills/ACCOUNT/YYYY-MM.pdf"""
    customer = await customer_of(request)
    if customer is None:
        return to_login(request)
    try:
        document = await wiring.in_thread(
            bill_documents.bill,
            db=wiring.database(),
            supplier=wiring.supplier(),
            customer_id=customer.id,
            account_number=request.path_params["account_number"],
            period=Period.parse(request.path_params["period"]),
            now=wiring.business_now(),
        )
    except (LinkRefused, BillingRefused, PeriodRefused):  # a stranger's and none sound alike
        return no_file()
    content = await wiring.in_thread(bill_pdf, document)
    return file_answer(content, name=document.filename)


routes = [Route("/api/documents/bills/{account_number}/{period}.pdf", bill, methods=["GET"])]
