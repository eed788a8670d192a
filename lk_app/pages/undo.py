"""/undo?token=…: «Это не я»."""

import reflex as rx

from lk_app.components.cards import card, notice, skeleton
from lk_app.components.forms import primary_button, quiet_button
from lk_app.components.shell import public_page
from lk_app.states.undo import UndoState as State


@rx.page("/undo", title="Это не я", on_load=State.open)
def undo() -> rx.Component:
    return public_page(
        rx.match(
            State.step,
            ("ready", _ready()),
            ("done", _done()),
            ("dead", _dead()),
            skeleton("12rem"),
        ),
        title=rx.cond(State.step == "done", "Вернули, как было", "Это не я"),
        narrow=True,
        way_in=False,
    )


def _ready() -> rx.Component:
    return card(
        rx.el.p("Вернём прежние данные входа и закончим все сеансы. Потом задайте новый пароль."),
        primary_button("Вернуть, как было", on_click=State.take_back),
    )


def _done() -> rx.Component:
    return card(
        notice("Если пароль мог узнать кто-то ещё, задайте новый прямо сейчас.", tone="warn"),
        primary_button("Задать новый пароль", href="/reset"),
    )


def _dead() -> rx.Component:
    return card(rx.el.p(State.reason), quiet_button("Войти", href="/login"))
