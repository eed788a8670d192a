"""/api/health: for load balancers and for the person who starts the program."""

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from lk_app import wiring
from lk_app.usecases import health


async def show(_: Request) -> JSONResponse:
    """200 when the process can serve, else 503, with what answered."""
    found = await wiring.in_thread(health.check, db=wiring.database())
    body = {"status": "ok" if found.well else "failing", "database": found.database}
    return JSONResponse({**body, "schema": found.schema}, status_code=200 if found.well else 503)


routes = [Route("/api/health", show)]
