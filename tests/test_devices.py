"""A session's device is named as its owner would name it."""

import pytest

from lk_app.wording.devices import UNKNOWN, device

CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0"
APPLE = "AppleWebKit/605.1.15 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME} Safari/537.36", "Chrome на Windows"),
        (
            f"Mozilla/5.0 (Linux; Android 14; SM-A546E) {CHROME} YaBrowser/24.10.1.87 Mobile",
            "Яндекс Браузер на Android",
        ),
        (
            f"Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) {APPLE} Version/17.6 "
            "Mobile/15E148 Safari/604.1",
            "Safari на iPhone или iPad",
        ),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0",
            "Firefox на Linux",
        ),
        ("", UNKNOWN),
        ("<script>", UNKNOWN),
    ],
)
def test_a_device_is_named_in_plain_words(user_agent: str, words: str) -> None:
    assert device(user_agent) == words
