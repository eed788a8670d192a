"""«Детализация», dispute packs and confirmations of payments as files, for whoever may see them."""

from collections.abc import Callable
from datetime import date

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lk_app import wiring
from lk_app.api.documents import customer_of, file_answer, no_file, to_login
from lk_app.documents.dispute_pack import dispute_pack_pdf
from lk_app.documents.statement import StatementDocument, statement_csv, statement_pdf
from lk_app.domain.accounts import LinkRefused
from lk_app.domain.payments import PaymentRefused
from lk_app.domain.statements import StatementRefused
from lk_app.usecases import dispute_packs, payment_receipts, statements
from lk_app.wording import refusal

FORMS: dict[str, tuple[Callable[[StatementDocument], bytes], str]] = {
    "pdf": (statement_pdf, "application/pdf"),
    "csv": (statement_csv, "text/csv; charset=utf-8"),
}


async def statement(request: Request) -> Response:
    """GET /api/documents/statements/ACCOUNT.pdf|csv?from=&to=, both days included."""
    extension = request.path_params["extension"]
    if extension not in FORMS:
        return no_file()
    customer = await customer_of(request)
    if customer is None:
        return to_login(request)
    try:
        document = await wiring.in_thread(
            statements.statement,
            db=wiring.database(),
            supplier=wiring.supplier(),
            customer_id=customer.id,
            account_number=request.path_params["account_number"],
            first_day=_day(request, "from"),
            last_day=_day(request, "to"),
            now=wiring.business_now(),
        )
    except LinkRefused:
        return no_file()
    except StatementRefused as refused:
        return no_file(refusal(refused), 400)
    make, media_type = FORMS[extension]
    content = await wiring.in_thread(make, document)
    return file_answer(content, name=document.filename(extension), media_type=media_type)


async def dispute(request: Request) -> Response:
    """GET /api/documents/disputes/ACCOUNT.pdf?from=&to=, both days included."""
    customer = await customer_of(request)
    if customer is None:
        return to_login(request)
    try:
        pack = await wiring.in_thread(
            dispute_packs.pack,
            db=wiring.database(),
            supplier=wiring.supplier(),
            customer_id=customer.id,
            account_number=request.path_params["account_number"],
            first_day=_day(request, "from"),
            last_day=_day(request, "to"),
            now=wiring.business_now(),
            store=wiring.photos(),
        )
    except LinkRefused:
        return no_file()
    except StatementRefused as refused:
        return no_file(refusal(refused), 400)
    return file_answer(await wiring.in_thread(dispute_pack_pdf, pack), name=pack.filename)


async def payment(request: Request) -> Response:
    """GET /api/documents/payments/NUMBER.pdf"""
    customer = await customer_of(request)
    if customer is None:
        return to_login(request)
    number = request.path_params["public_id"]
    try:
        content = await wiring.in_thread(
            payment_receipts.receipt_pdf,
            db=wiring.database(),
            supplier=wiring.supplier(),
            signer=wiring.signer(),
            customer_id=customer.id,
            public_id=number,
            zone=wiring.settings().zone,
            now=wiring.business_now(),
        )
    except PaymentRefused:
        return no_file()
    return file_answer(content, name=f"payment-{number}.pdf")


def _day(request: Request, name: str) -> date | None:
    typed = request.query_params.get(name)
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        raise StatementRefused("statement.day", field=name) from None


routes = [
    Route("/api/documents/statements/{account_number}.{extension}", statement),
    Route("/api/documents/disputes/{account_number}.pdf", dispute),
    Route("/api/documents/payments/{public_id}.pdf", payment),
]
