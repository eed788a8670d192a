"""/undo?token=…: «Это не я»."""

import reflex as rx

from lk_app.components.cards import card, notice, skeleton
from lk_app.components.forms import primary_button, quiet_button
from lk_app.components.shell import public_page
from lk_app.states.undo import UndoState as State

Shown = rx.Component | str


@rx.page(
    "/undo",
    title="Это не я",
    description="Отмена смены почты, телефона или пароля и удаления кабинета.",
    on_load=State.open,
)
def undo() -> rx.Component:
    return public_page(
        rx.match(
            State.step,
            ("ready", _of_kind(_ready(), _ready_to_cancel(), _ready_to_stay())),
            ("done", _of_kind(_done(), _cancelled(), _stays())),
            ("dead", _dead()),
            skeleton("12rem"),
        ),
        title=rx.cond(
            State.step == "done",
            _of_kind("Вернули, как было", "Замена почты отменена", "Кабинет остаётся"),
            rx.cond(State.kind == "deletion", "Удаление кабинета", "Это не я"),
        ),
        narrow=True,
        way_in=False,
    )


def _of_kind(changed: Shown, recovery: Shown, deletion: Shown) -> rx.Component | rx.Var:
    return rx.match(State.kind, ("recovery", recovery), ("deletion", deletion), changed)


def _ready() -> rx.Component:
    return card(
        rx.el.p(
            "Мы ",
            rx.el.strong(State.what),
            ", закончим все сеансы, и вы сразу зададите новый пароль. Старые пароли "
            "действовать перестанут.",
        ),
        primary_button("Вернуть, как было", on_click=State.take_back),
    )


def _done() -> rx.Component:
    return card(
        rx.el.p("На всех устройствах выполнен выход, старые пароли больше не действуют."),
        notice(
            "Тот, кто менял данные, знал пароль или читает вашу почту. Задайте новый сейчас: "
            "без него в кабинет не войти.",
            tone="warn",
        ),
        primary_button("Задать новый пароль", href=State.reset_href),
    )


def _ready_to_cancel() -> rx.Component:
    return card(
        rx.el.p(
            "Почта кабинета останется прежней, а ссылка, которую отправили на новую, "
            "перестанет работать."
        ),
        primary_button("Отменить замену почты", on_click=State.take_back),
    )


def _cancelled() -> rx.Component:
    return card(
        rx.el.p("Всё осталось как было: почта, пароль и открытые сеансы."),
        rx.el.p(
            "Кто-то знает номер вашего счёта, счётчика и сумму платежа — "
            "не выбрасывайте квитанции целыми.",
            class_name="soft",
        ),
        quiet_button("Войти", href="/login"),
    )


def _ready_to_stay() -> rx.Component:
    return card(
        rx.el.p("Кабинет останется со всем, что в нём есть. Автоплатежи включите снова сами."),
        primary_button("Оставить кабинет", on_click=State.take_back),
    )


def _stays() -> rx.Component:
    return card(
        rx.el.p("Ничего не удалим."),
        notice(
            "Если удалить кабинет просили не вы, кто-то знает ваш пароль. Задайте новый: "
            "тогда закончатся все сеансы.",
            tone="warn",
        ),
        primary_button("Задать новый пароль", href=State.reset_href),
        quiet_button("Войти", href="/login"),
    )


def _dead() -> rx.Component:
    return card(rx.el.p(State.reason), quiet_button("Войти", href="/login"))
