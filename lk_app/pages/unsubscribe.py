"""/unsubscribe?token=…: from a letter that was asked for."""

import reflex as rx

from lk_app.components.cards import card, skeleton
from lk_app.components.forms import primary_button, quiet_button
from lk_app.components.shell import public_page
from lk_app.states.notices import UnsubscribeState as State


@rx.page(
    "/unsubscribe",
    title="Не присылать письма",
    description="Отказ от писем по ссылке из письма.",
    on_load=State.open,
)
def unsubscribe() -> rx.Component:
    return public_page(
        rx.match(
            State.step,
            ("ready", _ready()),
            ("done", _done()),
            ("dead", card(rx.el.p(State.reason), quiet_button("Войти", href="/login"))),
            skeleton("9rem"),
        ),
        title=rx.cond(State.step == "done", "Больше не присылаем", "Не присылать письма"),
        narrow=True,
        way_in=False,
    )


def _ready() -> rx.Component:
    return card(
        rx.el.p(
            "Перестанем присылать на ",
            rx.el.strong(State.mailbox, class_name="break-words"),
            " письма «",
            State.about,
            "». Остальные письма и сам кабинет останутся как есть.",
        ),
        primary_button("Не присылать", on_click=State.stop),
    )


def _done() -> rx.Component:
    return card(
        rx.el.p("Таких писем больше не будет. Вернуть их можно в профиле."),
        quiet_button("Открыть профиль", href="/cabinet/profile"),
    )
