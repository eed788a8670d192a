"""The quiet strip that says the connection is gone, instead of Reflex's English one."""

import reflex as rx
from reflex_components_core.core.banner import (
    has_connection_errors,
    has_too_many_connection_errors,
)

from lk_app.components.forms import anchor
from lk_app.components.icons import icon


def connection_banner() -> rx.Component:
    """Shows after a second and a half without the server; nothing on the page is lost or covered.

    Part of `overlay`, which stands in for Reflex's own.
    """
    words = rx.el.p(
        icon("offline", 20),
        rx.el.span(
            rx.cond(
                has_too_many_connection_errors,
                _stays("Связь не возвращается.", "Откройте простую\u00a0версию"),
                _stays("Нет связи.", "Простая\u00a0версия"),
            )
        ),
        class_name="offline small",
    )
    return rx.el.div(
        rx.cond(has_connection_errors, words, rx.fragment()),
        role="status",
    )


def _stays(what: str, way: str) -> rx.Component:
    """The plain pages, over plain HTTP, often come through where a websocket does not."""
    plain = anchor(way, href="/simple", file=True, class_name="underline")
    return rx.fragment(rx.el.b(what, " "), "Введённое останется на экране. ", plain)
