"""The public pages over plain HTTP: all their content before any JavaScript runs."""

import gzip
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from pathlib import Path

import brotli
from reflex.utils.prerequisites import get_web_dir
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from lk_app import wiring
from lk_app.api.edge import policy
from lk_app.api.public import forms
from lk_app.api.public.frame import frame
from lk_app.api.sessions import address_of, same_origin, small_form
from lk_app.documents.simple import vision
from lk_app.documents.site import UNTOUCHED, Filled, PublicPage
from lk_app.usecases import changes, public
from lk_app.usecases.public import preview

Query = tuple[tuple[str, str], ...]
PACKING: Mapping[str, Callable[[bytes], bytes]] = {  # the better one first
    "br": partial(brotli.compress, quality=5),
    "gzip": partial(gzip.compress, compresslevel=6, mtime=0),
}
PAGE_STARTS = '<html lang="ru"'
METHODS = ["GET", "HEAD", "POST"]
# Everything under each of these is one built page
FREE = ("news", "about", "consumers", "disclosure", "guest")
SINGLE = ("", "tariffs", "sitemap", "search")
ANSWERED = frozenset(f"/{name}" for name in (*FREE, *SINGLE))


FORM_LIMIT = 32_768  # bytes: a question of 2,000 letters takes six each
TOO_LONG = "Текст слишком длинный. Вернитесь на страницу назад и сократите его."
KEPT = 512  # written pages a process keeps
MOMENT = 10  # seconds: as old may the time that is left be


@dataclass(frozen=True, slots=True)
class Written:
    """A page as it goes out, plain and packed by each coding; or where it has moved to."""

    status: int
    body: bytes
    packed: Mapping[str, bytes]
    headers: Mapping[str, str]
    moved_to: str = ""


async def show(request: Request) -> Response:
    """The page at this address, the address it moved to, or 404 with the ways out."""
    path = request.url.path
    if path != "/" and path.endswith("/"):
        return _elsewhere(request, path.rstrip("/"))
    if request.method == "POST":
        return await _answer(request, path)
    query = tuple(sorted(request.query_params.items()))
    if (apart := await _apart(path, dict(query))) is not None:
        return _for_one(request, apart)
    page = await wiring.in_thread(_current, path, query)
    return _elsewhere(request, page.moved_to) if page.moved_to else _send(request, page)


def _send(request: Request, page: Written) -> Response:
    """Packed for who can unpack it; nothing to who has it already."""
    if words := vision.chosen(request.cookies.get(vision.COOKIE, "")):
        return _seen_better(page, words)
    if page.status == 200 and page.headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=page.headers)
    asked = request.headers.get("accept-encoding", "")
    for coding, packed in page.packed.items():
        if re.search(rf"\b{coding}\b", asked):
            headers = {**page.headers, "Content-Encoding": coding}
            return HTMLResponse(packed, status_code=page.status, headers=headers)
    return HTMLResponse(page.body, status_code=page.status, headers=page.headers)


async def _answer(request: Request, path: str) -> Response:
    """The page again, with what came of its form: for this person alone, and as it came."""
    typed = await small_form(request, limit=FORM_LIMIT)
    if typed is None:
        return PlainTextResponse(TOO_LONG, status_code=413)
    if not same_origin(request):
        return Response(status_code=403)  # said in words by the edge before
    filled = await forms.take(path, typed, source=address_of(request))
    if filled is None:
        return RedirectResponse(path, status_code=303)  # nothing to send here: the page itself
    return _for_one(request, await _filled(path, filled))


async def _apart(path: str, query: Mapping[str, str]) -> PublicPage | None:
    """What only a link shows: a letter's, the bank's, an editor's to a draft."""
    if "preview" in query:
        return await wiring.in_thread(_draft, path, query["preview"])
    filled = await forms.opened(path, query)
    return await _filled(path, filled) if filled else None


async def _filled(path: str, filled: Filled) -> PublicPage:
    found = await wiring.in_thread(_found, path, (), filled)
    page = found if isinstance(found, PublicPage) else public.missing(path, wiring.site())
    status = page.status if page.status != 200 else 422 if filled.errors else 200
    return replace(page, status=status, answers=True)


def _for_one(request: Request, page: PublicPage) -> Response:
    """A page that no cache keeps."""
    written = _write(page)
    if words := vision.chosen(request.cookies.get(vision.COOKIE, "")):
        answer = _seen_better(written, words)
    else:
        answer = HTMLResponse(written.body, status_code=written.status, headers=written.headers)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _draft(path: str, token: str) -> PublicPage:
    site = wiring.site()
    facts = {"db": wiring.database(), "signer": wiring.signer(), "now": wiring.business_now()}
    found = preview.page(path=path, token=token, site=site, **facts)  # type: ignore[arg-type]
    return found or public.missing(path, site)


def _found(path: str, query: Query, filled: Filled = UNTOUCHED) -> PublicPage | str | None:
    return public.page(
        db=wiring.database(),
        path=path,
        query=dict(query),
        site=wiring.site(),
        now=wiring.business_now(),
        filled=filled,
    )


def _current(path: str, query: Query) -> Written:
    """Written anew as soon as anything was published, by whichever process."""
    now = wiring.business_now()
    versions = changes.versions(db=wiring.database(), now=now)
    moment = int(now.timestamp()) // MOMENT
    return _written(path, query, tuple(sorted(versions.items())), moment)


@lru_cache(maxsize=KEPT)
def _written(path: str, query: Query, versions: object, moment: int) -> Written:
    found = _found(path, query)
    if isinstance(found, str):
        return Written(308, b"", {}, {}, found)
    return _write(found or public.missing(path, wiring.site()))


def _write(page: PublicPage) -> Written:
    file = built(page.path)
    if not file.exists():
        body = "Сайт ещё собирается: lk build.".encode()
        return Written(503, body, {}, {"ETag": "", "Content-Security-Policy": policy(None)})
    body = frame(file).around(page, wiring.site()).encode()
    headers = {
        "Content-Security-Policy": policy_of(file),
        "ETag": f'"{hashlib.sha256(body).hexdigest()[:32]}"',
        "Vary": "Accept-Encoding",
    }
    packed = {coding: pack(body) for coding, pack in PACKING.items()}
    return Written(page.status, body, packed, headers)


@cache
def policy_of(file: Path) -> str:
    """The content security policy of a built page, worked out once."""
    return policy(file)


def built(path: str) -> Path:
    """The built page for an address; all addresses under a free one share it."""
    first = path.strip("/").split("/")[0]
    name = first if first in FREE else path.strip("/")
    return get_web_dir() / "build" / "client" / name / "index.html"


def _seen_better(page: Written, words: tuple[str, ...]) -> Response:
    """The low-vision version without a script, too; too few ask for it to be kept packed."""
    marked = f'{PAGE_STARTS} data-vision="{" ".join(words)}"'
    body = page.body.decode().replace(PAGE_STARTS, marked, 1)
    headers = {"Content-Security-Policy": page.headers["Content-Security-Policy"]}
    return HTMLResponse(body, status_code=page.status, headers={**headers, "Vary": "Cookie"})


def _elsewhere(request: Request, path: str) -> Response:
    query = request.url.query
    return RedirectResponse(f"{path}?{query}" if query else path, status_code=308)


def _route(path: str) -> Route:
    return Route(path, show, methods=METHODS)


routes = [
    *(_route(path) for name in FREE for path in (f"/{name}", f"/{name}/{{rest:path}}")),
    *(_route(f"/{name}") for name in SINGLE),
]
