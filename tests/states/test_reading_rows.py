"""What a form of readings may carry, whoever sent it."""

from typing import Any

import pytest

from lk_app.states.reading_rows import typed_values
from lk_app.states.readings import wants_everything


@pytest.mark.parametrize("form", [None, True, 1e9, "12,5", ["single"], {}, {"single": None}])
def test_what_is_no_form_carries_nothing(form: Any) -> None:
    assert typed_values(form) == {}


def test_only_text_is_taken_and_only_of_this_account() -> None:
    form = {"1:day": "5", "1:night": {"a": 1}, "2:day": "7", "1:peak": True, 3: "8"}
    assert typed_values(form, "1:") == {"day": "5"}


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("http://x/cabinet/readings?all", True),
        ("http://x/cabinet/readings?all=&account=1", True),
        ("http://x/cabinet/readings?account=all", False),
        ("", False),
    ],
)
def test_the_address_says_whether_all_accounts_are_wanted(url: str, asked: bool) -> None:
    assert wants_everything(url) is asked
