"""A plain Django page with htmx and the content of our front page, to measure ours beside.

`python -m tests.benches.plain_django PORT FOLDER` serves what `write` has put into the folder:
Django's own template and gzip, its files beside it, one process.
"""

import re
import sys
from pathlib import Path
from wsgiref.simple_server import make_server

import httpx

from tests.tools import installed

MAIN = re.compile(r"<main\b.*?</main>", re.DOTALL)
HTMX = "htmx.min.js"
FILES = {"style.css": "text/css", HTMX: "text/javascript", "golos-text.woff2": "font/woff2"}
PAGE = """<!doctype html>
<html lang="ru"><head><meta charset="utf-8"><title>Электроэнергия</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="То же, что на главной странице личного кабинета.">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/static/style.css">
<script src="/static/htmx.min.js" defer></script></head>
<body hx-boost="true"><div class="public">{{ content|safe }}</div></body></html>"""


def write(folder: Path, url: str, css: str, font: bytes) -> None:
    """Take the front page's content from the running cabinet; its style and font are ours, too."""
    html = httpx.get(url).text
    found = MAIN.search(html)
    assert found, "the front page has no main"
    (folder / "content.html").write_text(found[0], encoding="utf-8")
    (folder / "style.css").write_text(css, encoding="utf-8")
    (folder / "golos-text.woff2").write_bytes(font)
    (folder / HTMX).write_bytes((installed("lighthouse") / "htmx.org" / "dist" / HTMX).read_bytes())


def answers(port: int) -> bool:
    """Whether it is there."""
    try:
        return httpx.get(f"http://localhost:{port}/").is_success
    except httpx.TransportError:
        return False


def serve(port: int, folder: Path) -> None:
    """As Django's tutorial has it."""
    import django
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from django.http import HttpResponse
    from django.template import engines
    from django.urls import path

    settings.configure(
        DEBUG=False,
        SECRET_KEY="bench",
        ALLOWED_HOSTS=["localhost"],
        ROOT_URLCONF=__name__,
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.middleware.gzip.GZipMiddleware",
            "django.middleware.common.CommonMiddleware",
        ],
        INSTALLED_APPS=["django.contrib.staticfiles"],
        STATIC_URL="/static/",
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
    )
    django.setup()

    def home(request: object) -> HttpResponse:
        content = (folder / "content.html").read_text(encoding="utf-8")
        return HttpResponse(engines["django"].from_string(PAGE).render({"content": content}))

    def file(request: object, name: str) -> HttpResponse:
        kept = {"Cache-Control": "public, max-age=31536000, immutable"}
        return HttpResponse((folder / name).read_bytes(), content_type=FILES[name], headers=kept)

    globals()["urlpatterns"] = [path("", home), *(
        path(f"static/{name}", file, {"name": name}) for name in FILES
    )]  # fmt: skip
    make_server("127.0.0.1", port, get_wsgi_application()).serve_forever()


if __name__ == "__main__":
    serve(int(sys.argv[1]), Path(sys.argv[2]))
