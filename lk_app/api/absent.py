"""What is not here: unknown addresses for machines, and in production the demonstration's pages."""

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]


async def no_answer(_: Request) -> Response:
    """Under /api/ programs ask: they get JSON, never a page."""
    return JSONResponse({"error": "not found"}, status_code=404)


async def no_page(_: Request) -> Response:
    """For a page of the demonstration that this installation does not have."""
    return PlainTextResponse("Такой страницы здесь нет.", status_code=404)


routes = [Route("/api/{rest:path}", no_answer, methods=METHODS)]  # the last of all routes
demonstration = [
    Route(f"/{place}{rest}", no_page, methods=METHODS)
    for place in ("demo", "demo-bank")
    for rest in ("", "/{rest:path}")
]
