"""What programs read of the public site: /robots.txt, /sitemap.xml, the Atom feed."""

import hashlib

from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from lk_app import wiring
from lk_app.usecases.public import listings

PRIVATE = (  # nothing to find there, or another person's
    *("/cabinet", "/staff", "/api/", "/demo", "/activate", "/confirm-email", "/undo"),
    *("/simple", "/recover?", "/reset?", "/search?"),  # bare, they are doors as any other
)


async def robots(_: Request) -> Response:
    """Where not to look, and where the list of addresses is."""
    lines = ["User-agent: *", *(f"Disallow: {place}" for place in PRIVATE), ""]
    lines.append(f"Sitemap: {wiring.site().origin}/sitemap.xml")
    return PlainTextResponse("\n".join(lines) + "\n")


async def sitemap(request: Request) -> Response:
    """Every public address with the day of its last change."""
    return await _xml(request, listings.sitemap, "application/xml")


async def feed(request: Request) -> Response:
    """The latest news whole."""
    return await _xml(request, listings.feed, "application/atom+xml")


async def prices(request: Request) -> Response:
    """Every price, as a file."""
    text = await wiring.in_thread(listings.prices, db=wiring.database())
    return _named(request, text, "text/csv")


async def _xml(request: Request, listing: listings.Listing, kind: str) -> Response:
    text = await wiring.in_thread(
        listing, db=wiring.database(), site=wiring.site(), now=wiring.business_now()
    )
    return _named(request, text, kind)


def _named(request: Request, text: str, kind: str) -> Response:
    """With the tag of its content, so that what did not change is not sent again."""
    tag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers={"ETag": tag})
    return Response(text, media_type=f"{kind}; charset=utf-8", headers={"ETag": tag})


def _route(path: str, answer: object) -> Route:
    return Route(path, answer, middleware=[Middleware(GZipMiddleware)])  # type: ignore[arg-type]


routes = [
    _route("/robots.txt", robots),
    _route("/sitemap.xml", sitemap),
    _route("/news.atom", feed),
    _route("/tariffs.csv", prices),
]
