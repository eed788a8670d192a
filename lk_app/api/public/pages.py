"""The public pages over plain HTTP: all their content before any JavaScript runs."""

import hashlib
from functools import cache
from pathlib import Path

from reflex.utils.prerequisites import get_web_dir
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from lk_app import wiring
from lk_app.api.edge import policy
from lk_app.api.public.frame import frame
from lk_app.documents.site import PublicPage
from lk_app.usecases import public

METHODS = ["GET", "HEAD"]
FREE = ("news", "about", "consumers", "disclosure")  # everything under each is one built page
SINGLE = ("", "tariffs", "sitemap", "search")
ANSWERED = frozenset(f"/{name}" for name in (*FREE, *SINGLE))


async def show(request: Request) -> Response:
    """The page at this address, the address it moved to, or 404 with the ways out."""
    path = request.url.path
    if path != "/" and path.endswith("/"):
        return _elsewhere(request, path.rstrip("/"))
    site = wiring.site()
    found = await wiring.in_thread(
        public.page,
        db=wiring.database(),
        path=path,
        query=dict(request.query_params),
        site=site,
        now=wiring.business_now(),
    )
    if isinstance(found, str):
        return _elsewhere(request, found)
    return _answer(request, found or public.missing(path, site))


def _answer(request: Request, page: PublicPage) -> Response:
    file = built(page.path)
    if not file.exists():
        return PlainTextResponse("Сайт ещё собирается: lk build.", status_code=503)
    document = frame(file).around(page, wiring.site())
    tag = f'"{hashlib.sha256(document.encode()).hexdigest()[:32]}"'
    headers = {"Content-Security-Policy": policy_of(file), "ETag": tag}
    if page.status == 200 and tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return HTMLResponse(document, status_code=page.status, headers=headers)


@cache
def policy_of(file: Path) -> str:
    """The content security policy of a built page, worked out once."""
    return policy(file)


def built(path: str) -> Path:
    """The built page for an address; all addresses under a free one share it."""
    first = path.strip("/").split("/")[0]
    name = first if first in FREE else path.strip("/")
    return get_web_dir() / "build" / "client" / name / "index.html"


def _elsewhere(request: Request, path: str) -> Response:
    query = request.url.query
    return RedirectResponse(f"{path}?{query}" if query else path, status_code=308)


def _route(path: str) -> Route:
    return Route(path, show, methods=METHODS, middleware=[Middleware(GZipMiddleware)])


routes = [
    *(_route(path) for name in FREE for path in (f"/{name}", f"/{name}/{{rest:path}}")),
    *(_route(f"/{name}") for name in SINGLE),
]
