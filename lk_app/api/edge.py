"""The outermost layer of every answer: addresses, caching, security headers.

The server under it sends no Cache-Control and answers `/login` with a redirect to `/login/`; here
each page has one address, hashed files are kept for a year and everything else is asked again.
"""

import base64
import hashlib
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HASHED = re.compile(r"^/assets/[^/]+-[\w-]{8}\.\w+$")
STAMPED = re.compile(rb"^v=[0-9a-f]{8}$")  # components/head.stamped
INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
SHELL = "404.html"  # answers for every page that was not prerendered
YEAR = "public, max-age=31536000, immutable"
NOTHING = "default-src 'none'"
HSTS = "max-age=31536000"  # of this host alone: the supplier's other sites are theirs
NUL, NUL_SENT = "\0", b"%00"  # no keyboard sends it and PostgreSQL takes none
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

CONTENT_SECURITY = {
    "default-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",  # widths and colours set by the components
    "img-src": "'self' data: blob:",
    "worker-src": "'self' blob:",  # the captcha computes in a worker
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # one-time tokens stand in addresses; they must not travel
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Edge:
    """ASGI layer around the whole app; put it last in `api_transformer`, where it is outermost.

    `output` is the built frontend (it may not exist yet while the frontend is being built), `https`
    tells whether subscribers reach the cabinet by https; `answered` are the pages that a route of
    ours answers itself.
    """

    def __init__(
        self, app: ASGIApp, *, output: Path, https: bool, answered: Collection[str] = ()
    ) -> None:
        self.app = app
        self.https = https
        self.policies = {page_of(html, output): policy(html) for html in output.rglob("*.html")}
        folders = {page for page in self.policies if not page.endswith(".html")}
        self.pages = frozenset(folders) - {"/", *answered}
        self.shell_policy = self.policies.get("/" + SHELL, policy(None))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; websockets pass untouched."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        path: str = scope["path"]
        dressed = self.dress(path, scope["query_string"], send)
        if NUL in path:
            nothing = PlainTextResponse("Такого адреса нет.", status_code=404)
            return await nothing(scope, receive, dressed)
        if NUL_SENT in scope["query_string"]:
            scope = {**scope, "query_string": scope["query_string"].replace(NUL_SENT, b"")}
        if crosses_sites(scope["method"], Headers(scope=scope)):
            refusal = PlainTextResponse("Запрос пришёл с другого сайта.", status_code=403)
            return await refusal(scope, receive, dressed)
        if path.endswith("/") and path.rstrip("/") in self.pages:
            return await _to_canonical(scope)(scope, receive, dressed)
        if path in self.pages:
            scope = {**scope, "path": path + "/", "raw_path": path.encode() + b"/"}
        await self.app(scope, receive, dressed)

    def dress(self, path: str, query: bytes, send: Send) -> Send:
        """Add what every answer carries, leaving alone what a route has set itself."""

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers(path, message["status"], query).items():
                    headers.setdefault(name, value)
            await send(message)

        return dressed

    def headers(self, path: str, status: int, query: bytes = b"") -> Mapping[str, str]:
        """The headers of an answer to `path`."""
        return {
            **SECURITY,
            **({"Strict-Transport-Security": HSTS} if self.https else {}),
            # No page runs in what the build has named by its hash: a file needs no long policy
            "Content-Security-Policy": NOTHING
            if is_named(path, query)
            else self.policies.get(path, self.shell_policy),
            "Cache-Control": caching(path, status, query),
        }


def caching(path: str, status: int, query: bytes = b"") -> str:
    """A hashed name never changes its content; anything else is asked again by its ETag."""
    if path.startswith("/api/"):
        return "no-store"
    return YEAR if status in {200, 206, 304} and is_named(path, query) else "no-cache"


def is_named(path: str, query: bytes) -> bool:
    """Whether this address stands for one content for good."""
    return bool(HASHED.match(path) or (path.count(".") == 1 and STAMPED.match(query)))


def crosses_sites(method: str, headers: Headers) -> bool:
    """Whether another site's page sent this: SameSite cookies do not guard signing in itself.

    Programs (webhooks) send neither header and pass.
    """
    if method in SAFE_METHODS:
        return False
    if site := headers.get("sec-fetch-site"):
        return site not in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host")


def policy(html: Path | None) -> str:
    """The content security policy of one built page: its own inline scripts by hash, no others."""
    inline = INLINE_SCRIPT.findall(html.read_bytes()) if html else []
    hashes = (base64.b64encode(hashlib.sha256(code).digest()).decode() for code in inline)
    scripts = " ".join(["'self'", *(f"'sha256-{each}'" for each in dict.fromkeys(hashes))])
    directives = {**CONTENT_SECURITY, "script-src": scripts}
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def page_of(html: Path, output: Path) -> str:
    """The address of a built page: `login/index.html` is `/login`."""
    relative = html.relative_to(output)
    if relative.name != "index.html":
        return f"/{relative.as_posix()}"
    return "/" + "/".join(relative.parts[:-1])


def _to_canonical(scope: Scope) -> RedirectResponse:
    query = scope["query_string"].decode("latin-1")
    canonical = scope["path"].rstrip("/")
    return RedirectResponse(f"{canonical}?{query}" if query else canonical, status_code=308)
