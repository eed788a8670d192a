"""Callbacks of payment gateways: the gateway verifies, `settle` decides, the answer is short."""

import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from lk_app import wiring
from lk_app.api.sessions import address_of, length_of
from lk_app.domain.payments import PaymentRefused
from lk_app.gateways.ports import EventRejected, GatewayUnanswered
from lk_app.usecases import gateway_events

LARGEST_BODY = 256 * 1024  # bytes; a callback is a few hundred


async def receive(request: Request) -> Response:
    """POST /api/webhooks/NAME: 200 taken (also twice), 400 not theirs, 503 send it again."""
    gateway = wiring.payment_gateways().get(request.path_params["gateway"])
    if gateway is None or not gateway.capabilities.callbacks:
        return PlainTextResponse("no such gateway", status_code=404)
    length = length_of(request)
    if length is None:
        return PlainTextResponse("length required", status_code=411)
    if length > LARGEST_BODY:
        return PlainTextResponse("too large", status_code=413)
    try:
        await wiring.in_thread(
            gateway_events.receive,
            db=wiring.database(),
            gateway=gateway,
            paper=wiring.stationery(),
            body=await request.body(),
            headers=request.headers,
            address=address_of(request),
            now=wiring.business_now(),
            real_now=wiring.real_now(),
        )
    except EventRejected as rejected:
        structlog.get_logger().warning("webhook.rejected", gateway=gateway.name, why=str(rejected))
        return PlainTextResponse("rejected", status_code=400)
    except PaymentRefused:  # another installation's payment: sending it again would not help
        structlog.get_logger().warning("webhook.unknown_payment", gateway=gateway.name)
    except GatewayUnanswered:
        return PlainTextResponse("try again", status_code=503)
    return PlainTextResponse("ok")


routes = [Route("/api/webhooks/{gateway}", receive, methods=["POST"])]
