"""Papers to keep: each is given to whoever may see its account, and kept by no cache."""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from lk_app import security, wiring
from lk_app.domain.accounts import LinkRefused
from lk_app.domain.customers import Customer
from lk_app.usecases import readings, sessions

NOT_HERE = "Такого документа нет среди ваших."  # a stranger's and a missing one sound alike
PRIVATE = {"Cache-Control": "private, no-store"}


async def reading_receipt(request: Request) -> Response:
    """The receipt of accepted readings as PDF."""
    customer = await customer_of(request)
    if customer is None:
        return to_login(request)
    try:
        file = await wiring.in_thread(
            readings.receipt_file,
            db=wiring.database(),
            signer=wiring.signer(),
            customer_id=customer.id,
            receipt_number=request.path_params["receipt_number"],
            zone=wiring.settings().zone,
            supplier=wiring.supplier(),
        )
    except LinkRefused:
        file = None
    return file_answer(file.content, name=file.name) if file else no_file()


async def customer_of(request: Request) -> Customer | None:
    """Who asks, by the cookie; None without an open session: answer with `to_login`."""
    found = await wiring.in_thread(
        sessions.visitor,
        db=wiring.database(),
        secret=request.cookies.get(security.SESSION_COOKIE, ""),
        now=wiring.real_now(),
    )
    return found.customer if found else None


def to_login(request: Request) -> Response:
    """A person opened a link from a letter or an old tab: sign in, then the paper."""
    here = f"{request.url.path}?{request.url.query}".rstrip("?")
    return RedirectResponse(f"/login?next={quote(here)}", status_code=303)


def file_answer(content: bytes, *, name: str, media_type: str = "application/pdf") -> Response:
    """Something to save under an ASCII `name`, for this person alone."""
    return Response(
        content,
        media_type=media_type,
        headers={
            **PRIVATE,
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def no_file(words: str = NOT_HERE, status: int = 404) -> Response:
    """Why there is nothing to save; not kept either, for it may be there tomorrow."""
    return PlainTextResponse(words, status_code=status, headers=PRIVATE)


routes = [
    Route("/api/documents/readings/{receipt_number}.pdf", reading_receipt, methods=["GET"]),
]
