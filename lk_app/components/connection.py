"""The quiet strip that says the connection is gone, instead of Reflex's English one."""

import reflex as rx
from reflex_components_core.core.banner import has_connection_errors

from lk_app.components.forms import anchor
from lk_app.components.icons import icon


def connection_banner() -> rx.Component:
    """Shows after a second and a half without the server; nothing on the page is lost or covered.

    Part of `overlay`, which stands in for Reflex's own.
    """
    words = rx.el.p(
        icon("offline", 20),
        rx.el.span(rx.el.b("Нет связи. "), "Введённое останется на экране. ", _plain_way()),
        class_name="offline small",
    )
    return rx.el.div(
        rx.cond(has_connection_errors, words, rx.fragment()),
        role="status",
    )


def _plain_way() -> rx.Component:
    """Pages over plain HTTP often come through where a websocket does not."""
    return anchor("Простая\u00a0версия", href="/simple", file=True, class_name="underline")
