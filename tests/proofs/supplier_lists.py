"""Every page of the console over a generated world: what it is asked, and how long it takes.

The routes are those of the running app; a new one without a row here fails.
"""

import re
import statistics
import time
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urlencode

from starlette.testclient import TestClient

from lk_app import lk_app
from tests.proofs.supplier_queues import receipt
from tests.proofs.supplier_world import NUMBER

PROMISED = 200  # milliseconds
ACCOUNT, FIRST = str(NUMBER + 7), str(NUMBER)
NOWHERE = "трансформер"


@dataclass(frozen=True)
class Listed:
    """A list: what it is looked through for, what such a search shows, and what stands beside the
    search in its address."""

    typed: str
    shows: str
    rest: dict[str, str] = field(default_factory=dict)
    name: str = "q"

    def address(self, path: str, **asked: str) -> str:
        """Where this is asked for."""
        return f"{path}?{urlencode({**self.rest, **asked})}".rstrip("?")


LISTS: dict[str, tuple[Listed, ...]] = {
    "/staff/find": tuple(
        Listed(typed, shows, {"kind": kind})
        for kind, typed, shows in (
            ("accounts", "иваненко", "Иваненко"), ("accounts", FIRST[:5], FIRST[:5]),
            ("people", "анна", "Анна"), ("houses", "плякина", "Плякина"),
            ("meters", "M000", "M000"),
        )
    ),
    "/staff/houses/{house_id:int}": (Listed("7", "кв. 7"),),
    "/staff/houses": (Listed("волжская", "Волжская"),),
    "/staff/readings": (
        Listed(FIRST[:9], receipt(0), {"queue": "suspicious"}),
        Listed(FIRST[:5], "2026-11-9", {"queue": "refused"}),
        Listed(FIRST[:5], "2026-11-G", {"queue": "guest"}),
        Listed(FIRST[:5], "2026-11-9", {"queue": "late"}),
    ),
    "/staff/payments/unknown": (Listed("ПЛАТЕЛЬЩИК 7", "ПЛАТЕЛЬЩИК 7"),),
    "/staff/payments/review": (Listed("261120-00000", "261120-000001"),),
    "/staff/appeals": (
        Listed("петренко", "Петренко", {"shelf": "open"}),
        Listed(FIRST[:5], "2026-0", {"shelf": "over"}),
    ),
    "/staff/refunds": (Listed("P1", "P1"),),
    "/staff/imports": (Listed("sber-1", "sber-1"),),
    "/staff/billing": (Listed(FIRST[:5], FIRST[:5]),),
    "/staff/norms": (Listed("2028", "2028"),),
    "/staff/windows": (Listed("2028", "2028"),),
    "/staff/tariffs": (Listed("staff1", "staff1"),),
    "/staff/news": (Listed("Работы", "Работы"),),
    "/staff/disclosure": (Listed("отчёт 1", "Отчёт 1"),),
    "/staff/questions": (
        Listed("дом 1", "дом 1", {"state": "waiting"}),
        Listed("anna1", "дом 1", {"state": "answered"}),
    ),
    "/staff/personal-data": (Listed("anna1", "anna1"),),
    "/staff/looks": (Listed("staff1@lk.example", "staff1@lk.example"),),
    "/staff/people": (Listed("staff1", "staff1"),),
    "/staff/audit": (Listed("staff1@lk.example", "staff1@lk.example", name="actor"),),
}  # fmt: skip
PAGES = {
    "/staff": "/staff",
    "/staff/accounts/{account_number}": f"/staff/accounts/{ACCOUNT}",
    "/staff/accounts/{account_number}/acts": f"/staff/accounts/{ACCOUNT}/acts",
    "/staff/accounts/{account_number}/bills/{period}": f"/staff/accounts/{ACCOUNT}/bills/2026-10",
    "/staff/appeals/{number}": "/staff/appeals/2026-000001",
    "/staff/figures": "/staff/figures",
    "/staff/figures/{name}.csv": "/staff/figures/debts.csv",
    "/staff/{rest:path}": "/staff/nothing",
}
# the doors, and whole files or pictures to be kept: nobody looks through them here
ELSE = {
    "/staff/login",
    "/staff/enrol",
    "/staff/exports/readings.csv",
    "/staff/imports/{upload_id:int}/bad.csv",
    "/staff/exports/appeals.csv",
    "/staff/personal-data/{export_id:int}.zip",
    "/staff/readings/{number}/photo",
    "/staff/appeals/{number}/files/{file_id:int}",
}


def routes() -> set[str]:
    """What can be asked for of the console of the running app."""
    return {
        route.path  # type: ignore[attr-defined]
        for route in lk_app.http.routes
        if route.path.startswith("/staff") and "GET" in route.methods  # type: ignore[attr-defined]
    }


def measured(client: TestClient, *, times: int) -> dict[str, Any]:
    """Every address with its median and its worst, milliseconds; each list is searched and paged
    by its own form and its own link."""
    assert routes() == {*LISTS, *PAGES, *ELSE}, "write a row in tests/proofs/supplier_lists.py"
    asked = list(PAGES.values())
    for path, lists in LISTS.items():
        for one in lists:
            asked += _of_list(client, path.replace("{house_id:int}", "3"), one)
    return {address: _timed(client, address, times) for address in asked}


def _of_list(client: TestClient, path: str, one: Listed) -> list[str]:
    """The first page, the next one, and what is found; each shows what it should."""
    searched = one.address(path, **{one.name: one.typed})
    first = searched if path == "/staff/find" else one.address(path)
    page = client.get(first).text
    form = re.search(r'<form[^>]*role="search".*?</form>', page, re.S)
    assert form and f'name="{one.name}"' in form[0], f"{first} is not searched"
    link = re.search(r'href="([^"]*)">(?:Дальше|Более ранние)<', page)
    assert link, f"{first} has no second page"
    following = unescape(link[1])
    assert client.get(following).text != page, following
    assert one.shows in _rows(client, searched), f"{searched} does not find it"
    nothing = one.address(path, **{one.name: NOWHERE})
    assert one.shows not in _rows(client, nothing), f"{nothing} finds something"
    return list(dict.fromkeys((first, following, searched, nothing)))


def _rows(client: TestClient, address: str) -> str:
    """What stands on a page beside its forms of a search, spaces as they are typed."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    text = re.sub(r'<form[^>]*role="search".*?</form>', "", answer.text, flags=re.S)
    return text.replace("\xa0", " ")


def _timed(client: TestClient, address: str, times: int) -> dict[str, float]:
    client.get(address)
    took = []
    for _ in range(times):
        began = time.perf_counter()
        answer = client.get(address)
        took.append(round((time.perf_counter() - began) * 1000, 1))
        assert answer.status_code in {200, 404}, (address, answer.status_code)
    return {"median": statistics.median(took), "worst": max(took)}
