"""What the edge adds to an answer, checked around a small build."""

import asyncio
import base64
import hashlib
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from lk_app.api.edge import Edge

SCRIPT = "window.page = 'login'"


async def receive_form(request: Request) -> PlainTextResponse:
    return PlainTextResponse("accepted", headers={"Cache-Control": "private"})


@pytest.fixture
def output(tmp_path: Path) -> Path:
    (tmp_path / "login").mkdir()
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<script>home()</script>")
    (tmp_path / "login" / "index.html").write_text(
        f'<script src="/a.js"></script><script>{SCRIPT}</script>'
    )
    (tmp_path / "404.html").write_text("<script>shell()</script>")
    (tmp_path / "assets" / "entry-BuXZ7Zy6.js").write_text("1")
    (tmp_path / "sw.js").write_text("1")
    return tmp_path


def client(output: Path, *, https: bool = False) -> httpx.AsyncClient:
    inner = Starlette(
        routes=[
            Route("/api/login", receive_form, methods=["POST"]),
            Mount("/", StaticFiles(directory=output, html=True)),
        ]
    )
    transport = httpx.ASGITransport(Edge(inner, output=output, https=https))
    return httpx.AsyncClient(transport=transport, base_url="http://lk.test")


def get(output: Path, path: str, *, https: bool = False) -> httpx.Response:
    return _run(client(output, https=https), "GET", path)


def post(output: Path, **headers: str) -> httpx.Response:
    return _run(client(output), "POST", "/api/login", headers)


def _run(
    caller: httpx.AsyncClient, method: str, path: str, headers: dict[str, str] | None = None
) -> httpx.Response:
    return asyncio.run(caller.request(method, path, headers=headers))


def test_a_page_answers_under_its_own_address_without_a_redirect(output: Path) -> None:
    assert get(output, "/login").status_code == 200
    assert get(output, "/").status_code == 200


def test_a_trailing_slash_leads_to_the_one_address_with_its_query(output: Path) -> None:
    answer = get(output, "/login/?next=/cabinet")
    assert answer.status_code == 308
    assert answer.headers["location"] == "/login?next=/cabinet"


@pytest.mark.parametrize("path", ["//evil.example/", "/nowhere/", "/nowhere", "/login/nowhere"])
def test_an_unknown_address_is_a_404_and_leads_nowhere(output: Path, path: str) -> None:
    assert get(output, f"http://lk.test{path}").status_code == 404


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/assets/entry-BuXZ7Zy6.js", "public, max-age=31536000, immutable"),
        ("/assets/gone-BuXZ7Zy6.js", "no-cache"),
        ("/sw.js", "no-cache"),
        ("/sw.js?v=0a1b2c3d", "public, max-age=31536000, immutable"),
        ("/sw.js?v=2", "no-cache"),
        ("/gone.js?v=0a1b2c3d", "no-cache"),
        ("/login?v=0a1b2c3d", "no-cache"),
        ("/login", "no-cache"),
    ],
)
def test_only_what_carries_its_hash_is_kept(output: Path, path: str, kept: str) -> None:
    assert get(output, path).headers["cache-control"] == kept


def test_a_route_keeps_the_header_it_has_set_itself(output: Path) -> None:
    assert post(output).headers["cache-control"] == "private"


def test_a_page_may_run_its_own_inline_script_and_no_other(output: Path) -> None:
    allowed = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    login = get(output, "/login").headers["content-security-policy"]
    home = get(output, "/").headers["content-security-policy"]
    assert f"script-src 'self' 'sha256-{allowed}'" in login
    assert allowed not in home
    assert "unsafe-eval" not in login
    assert "frame-ancestors 'none'" in login


def test_https_is_remembered_by_browsers_only_where_there_is_https(output: Path) -> None:
    assert "strict-transport-security" not in get(output, "/").headers
    assert "max-age=31536000" in get(output, "/", https=True).headers["strict-transport-security"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),  # a payment system's webhook
        ({"Origin": "http://lk.test"}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://lk.test"}, 403),
    ],
)
def test_another_sites_page_cannot_post_here(
    output: Path, headers: dict[str, str], status: int
) -> None:
    assert post(output, **headers).status_code == status
