"""«Версия для слабовидящих»: what may be chosen, and how the plain pages look then.

The same choice stands on the full screens (assets/lk.css, `data-vision`); it is kept in a cookie of
plain words, so it works without JavaScript and is there before anything is drawn.
"""

from collections.abc import Collection, Mapping
from typing import NamedTuple

COOKIE = "lk_vision"
YEAR = 365 * 24 * 3600


class Choice(NamedTuple):
    """One question of the form: its name, its words, the answers; the first is the usual look."""

    name: str
    words: str
    answers: tuple[tuple[str, str], ...]


CHOICES = (
    Choice("size", "Размер букв", (
        ("", "Обычный"), ("large", "Крупный"), ("huge", "Очень крупный"))),
    Choice("contrast", "Цвета", (
        ("", "Обычные"), ("black", "Чёрным по белому"), ("white", "Белым и жёлтым по чёрному"))),
    Choice("spacing", "Расстояние между буквами и строками", (
        ("", "Обычное"), ("wide", "Увеличенное"))),
)  # fmt: skip
KNOWN = tuple(answer for choice in CHOICES for answer, _ in choice.answers if answer)
OFFERED = ("large", "black")  # what is marked for a person who has not chosen yet

# GOST R 52872-2019 and WCAG 2.2: 1.4.4 (size), 1.4.6 (contrast 7:1), 1.4.12 (spacing). The plain
# pages know no variables, for old browsers do not.
PLAIN: Mapping[str, str] = {
    "large": "html { font-size: 125%; }",
    "huge": "html { font-size: 150%; } @media (min-width: 45rem) { html { font-size: 200%; } }",
    "wide": (
        "body { line-height: 1.8; letter-spacing: .12em; word-spacing: .16em; }"
        " p, li, dd { margin-bottom: 2em; } .num { white-space: normal; }"
    ),
    "black": (
        "html, body, .card, input, .skip, th, td { background: #FFFFFF !important; }"
        " html, body, .card *, h1, p, a, th, td, input { color: #000000 !important; }"
        " .card, input, .button, button { border: 2px solid #000000 !important; }"
        " button, .button { background: #000000 !important; color: #FFFFFF !important; }"
        " .quiet, .plain { background: #FFFFFF !important; color: #000000 !important; }"
        " :focus { outline-color: #000000; }"
    ),
    "white": (
        "html, body, .card, input, .skip, th, td { background: #000000 !important; }"
        " html, body, .card *, h1, p, th, td, input { color: #FFFFFF !important; }"
        " a, .card a { color: #FFE94A !important; }"
        " .card, input, .button, button { border: 2px solid #FFFFFF !important; }"
        " button, .button { background: #FFE94A !important; color: #000000 !important; }"
        " .quiet, .plain { background: #000000 !important; color: #FFE94A !important; }"
        " :focus { outline-color: #FFE94A; }"
    ),
}


def chosen(cookie: str) -> tuple[str, ...]:
    """The known words of a cookie, whatever else it holds."""
    words = cookie.split(".")
    return tuple(word for word in KNOWN if word in words)


def answered(form: Mapping[str, str]) -> str:
    """The cookie for a sent form; "" for the usual look."""
    given = (form.get(choice.name, "") for choice in CHOICES)
    return ".".join(chosen(".".join(given)))


def style(words: Collection[str]) -> str:
    """The rules that the plain pages add to their own."""
    return "\n".join(PLAIN[word] for word in words)
