"""«Версия для слабовидящих»: only known words are kept, and one comes back to a page of ours."""

import pytest

from lk_app import security
from lk_app.documents.simple import vision


def test_what_is_chosen_is_what_is_shown_again() -> None:
    cookie = vision.answered({"size": "huge", "contrast": "white", "spacing": "wide"})
    assert vision.chosen(cookie) == ("huge", "white", "wide")


@pytest.mark.parametrize("form", [{}, {"size": ""}, {"size": "body{}", "contrast": "../x"}])
def test_the_usual_look_is_no_cookie(form: dict[str, str]) -> None:
    assert vision.answered(form) == ""


@pytest.mark.parametrize("cookie", ["", "huge;}*{", "<script>", "large." * 500])
def test_a_cookie_that_somebody_made_up_adds_nothing_of_its_own(cookie: str) -> None:
    assert set(vision.chosen(cookie)) <= {"large"}
    assert "<" not in vision.style(vision.chosen(cookie))


def test_every_choice_has_a_style_for_the_plain_pages() -> None:
    assert set(vision.PLAIN) == set(vision.KNOWN)


def test_nobody_is_led_to_another_site() -> None:
    assert security.local_path("//evil.example") == "/cabinet"
