"""What may stand above any page: no connection, the number of a fault, the mark to reload."""

import reflex as rx

from lk_app.components.cards import notice
from lk_app.components.connection import connection_banner
from lk_app.states.faults import FaultState
from lk_app.states.session import SessionState


def overlay(_with_state: bool = True) -> rx.Component:
    """For `app.app_wraps[(5, "Overlay")] = overlay`; the page becomes its last child."""
    return rx.fragment(connection_banner(), incident(), reload_mark())


def incident() -> rx.Component:
    """A fault nobody foresaw; covers nothing that was typed, goes away on its button."""
    return rx.el.div(
        rx.cond(
            FaultState.sentence != "",
            rx.el.div(
                notice(FaultState.sentence, tone="debt"),
                rx.el.button(
                    "Понятно",
                    type="button",
                    class_name="btn btn-plain",
                    on_click=FaultState.dismiss,
                ),
                class_name="incident",
            ),
            rx.fragment(),
        ),
        role="alert",
    )


def reload_mark() -> rx.Component:
    """Another person signed in here, or this one out: lk.js reloads when the mark appears.

    A mark and not a script from the server: the content security policy forbids eval.
    """
    return rx.cond(SessionState.moved, rx.el.i(class_name="reload-mark"), rx.fragment())
