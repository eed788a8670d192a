"""/unsubscribe?token=…: from a letter with a bill."""

import reflex as rx

from lk_app.components.cards import card, skeleton
from lk_app.components.forms import primary_button, quiet_button
from lk_app.components.shell import public_page
from lk_app.states.ebills import UnsubscribeState as State


@rx.page("/unsubscribe", title="Не присылать квитанции", on_load=State.open)
def unsubscribe() -> rx.Component:
    return public_page(
        rx.match(
            State.step,
            ("ready", _ready()),
            ("done", _done()),
            ("dead", card(rx.el.p(State.reason), quiet_button("Войти", href="/login"))),
            skeleton("9rem"),
        ),
        title=rx.cond(State.step == "done", "Больше не присылаем", "Не присылать квитанции"),
        narrow=True,
        way_in=False,
    )


def _ready() -> rx.Component:
    return card(
        rx.el.p(
            "Перестанем присылать квитанции на ",
            rx.el.strong(State.mailbox, class_name="break-words"),
            ". В кабинете они останутся.",
        ),
        primary_button("Не присылать квитанции", on_click=State.stop),
    )


def _done() -> rx.Component:
    return card(
        rx.el.p("Квитанции больше не приходят на почту. Вернуть их можно в профиле."),
        quiet_button("Открыть профиль", href="/cabinet/profile"),
    )
