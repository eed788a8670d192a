"""Notices to browsers: closed for one of them, signed, and never sent into our own network."""

import socket
from collections.abc import Iterator
from dataclasses import replace

import pytest

from lk_app.domain.notices import Notice, NoticeKind, PushAddress, PushRefused
from lk_app.gateways import web_push
from lk_app.gateways.ports import PushGone, PushUnavailable
from lk_app.gateways.web_push import WebPush
from tests.push_service import Browser, PushService, is_signed, open_push_service

NOTICE = Notice(
    NoticeKind.LAST_DAY,
    "2026-11",
    "Сегодня последний день для показаний",
    "Счёт: Дача. Если не успеть, начислим по среднему расходу.",
    "/cabinet/readings?account=6410100101",
)
DAY = 24 * 3600
SCALAR = 2**200 + 7
OPEN = WebPush(SCALAR, contact="mailto:lk@lk.example")
LOCAL = WebPush(SCALAR, contact="mailto:lk@lk.example", local=True)


@pytest.fixture
def service() -> Iterator[PushService]:
    with open_push_service() as opened:
        yield opened


def test_only_its_browser_can_read_a_notice(service: PushService) -> None:
    mine, stranger = service.browser(), service.browser("2")
    LOCAL.send(mine.address, NOTICE, seconds=DAY)
    (got,) = service.got
    assert got.path == "/push/1"
    assert mine.opened(got) == {
        "title": NOTICE.title,
        "body": NOTICE.text,
        "url": NOTICE.path,
        "tag": "last_day:2026-11",
    }
    with pytest.raises(Exception, match=r"Decryption|InvalidTag"):
        stranger.opened(got)
    assert NOTICE.title.encode() not in got.body


def test_it_is_signed_and_kept_for_a_device_that_is_off(service: PushService) -> None:
    LOCAL.send(service.browser().address, NOTICE, seconds=DAY)
    (got,) = service.got
    assert is_signed(got)
    assert got.headers["Authorization"].endswith(f"k={LOCAL.public_key}")
    assert (got.headers["TTL"], got.headers["Urgency"]) == (str(DAY), "high")
    assert got.headers["Topic"] == "readings"


def test_a_text_too_long_for_a_push_is_cut(service: PushService) -> None:
    browser = service.browser()
    LOCAL.send(browser.address, replace(NOTICE, text="я" * 3_000), seconds=DAY)
    assert len(browser.opened(service.got[0])["body"]) == 200
    assert len(service.got[0].body) < 4_096


@pytest.mark.parametrize(
    ("answer", "raised", "tries"),
    [(404, PushGone, 1), (410, PushGone, 1), (413, PushRefused, 1), (403, PushRefused, 1),
     (302, PushRefused, 1), (429, PushUnavailable, 2), (503, PushUnavailable, 2)],
)  # fmt: skip
def test_gone_never_and_later_are_told_apart(
    service: PushService, answer: int, raised: type[Exception], tries: int
) -> None:
    service.answer = answer
    with pytest.raises(raised):
        LOCAL.send(service.browser().address, NOTICE, seconds=DAY)
    assert len(service.got) == tries


def test_a_service_that_does_not_answer_is_asked_later(service: PushService) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and listens not
        nobody = Browser(f"http://127.0.0.1:{taken.getsockname()[1]}/push/1")
        with pytest.raises(PushUnavailable):
            LOCAL.send(nobody.address, NOTICE, seconds=DAY)


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example/1",
        "https://127.0.0.1/1",
        "https://10.0.0.7/1",
        "https://[::1]/1",
        "https://[::ffff:10.0.0.7]/1",
        "https://169.254.169.254/latest/meta-data",
        "https://push.example:8443/1",
        "https://push.example@10.0.0.7/1",
        "https://push.example:x/1",
        "file:///etc/passwd",
        "https:///1",
        "",
        "https://push.example/\r\nHost: inner",
        "https://push.example/" + "1" * 1_000,
    ],
)
def test_an_address_that_no_browser_has_is_refused(service: PushService, endpoint: str) -> None:
    keys = service.browser().address
    with pytest.raises(PushRefused, match="endpoint"):
        OPEN.check(replace(keys, endpoint=endpoint))


@pytest.mark.parametrize("name", ["localhost", "ip6-localhost"])
def test_a_name_that_stands_for_our_own_machines_is_not_called(name: str) -> None:
    to = replace(Browser("").address, endpoint=f"https://{name}/1")
    OPEN.check(to)  # only its name was looked at
    with pytest.raises((PushRefused, PushUnavailable)):
        OPEN.send(to, NOTICE, seconds=DAY)


def test_a_name_with_one_address_of_ours_among_others_is_not_called(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = [(2, 1, 6, "", ("8.8.8.8", 443)), (2, 1, 6, "", ("192.168.0.1", 443))]
    monkeypatch.setattr(web_push.socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(PushRefused, match="endpoint"):
        web_push._open_address("push.example")


@pytest.mark.parametrize(
    "spoilt", [{"p256dh": ""}, {"auth": "AAAA"}, {"p256dh": "я"}, {"p256dh": "BAAA"}]
)
def test_keys_that_close_nothing_are_refused(spoilt: dict[str, str]) -> None:
    to: PushAddress = replace(Browser("https://push.example/1").address, **spoilt)
    with pytest.raises(PushRefused, match="keys"):
        OPEN.check(to)
