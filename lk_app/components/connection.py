"""The quiet strip that says the connection is gone, instead of Reflex's English one."""

import reflex as rx
from reflex_components_core.core.banner import has_connection_errors

from lk_app.components.cards import notice


def connection_banner(_with_state: bool = True) -> rx.Component:
    """Shows after a second and a half without the server; nothing on the page is lost or covered.

    For `app.app_wraps[(5, "Overlay")] = connection_banner`, next to `toaster=None`.
    """
    words = notice(
        "Введённое останется на экране. Продолжим, как только связь вернётся.",
        title="Нет связи",
        tone="warn",
    )
    return rx.el.div(
        rx.cond(has_connection_errors, rx.el.div(words, class_name="offline"), rx.fragment()),
        role="status",
    )
