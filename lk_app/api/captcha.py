"""/api/captcha/challenge: what the «Я не робот» widget computes on."""

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from lk_app import wiring


async def challenge(_: Request) -> JSONResponse:
    """A fresh challenge; nothing is remembered until it comes back solved."""
    return JSONResponse(wiring.captcha().challenge(), headers={"Cache-Control": "no-store"})


routes = [Route("/api/captcha/challenge", challenge)]
