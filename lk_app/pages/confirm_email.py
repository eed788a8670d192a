"""/confirm-email?token=…"""

import reflex as rx

from lk_app.components.cards import card, skeleton
from lk_app.components.forms import primary_button, quiet_button
from lk_app.components.shell import public_page
from lk_app.states.mailboxes import ConfirmEmailState as State


@rx.page(
    "/confirm-email",
    title="Подтверждение почты",
    description="Подтверждение новой почты по ссылке из письма.",
    on_load=State.open,
)
def confirm_email() -> rx.Component:
    answered = rx.cond(State.works, _changed(), _dead())
    return public_page(
        rx.cond(State.title, answered, skeleton("11rem")),
        title=rx.cond(State.title, State.title, "Подтверждаем почту…"),
        narrow=True,
        way_in=False,
    )


def _changed() -> rx.Component:
    return card(
        rx.el.p(
            "Теперь входите с новой почтой: письма будут приходить сюда. "
            "На других устройствах кабинет закрыт."
        ),
        rx.el.p(
            "На прежнюю почту ушло письмо: семь дней изменение можно отменить.",
            class_name="soft small",
        ),
        primary_button("Открыть кабинет", href="/cabinet/profile"),
    )


def _dead() -> rx.Component:
    return card(
        rx.el.p(State.reason),
        rx.el.p("Изменить почту ещё раз можно в профиле.", class_name="soft"),
        quiet_button("Открыть профиль", href="/cabinet/profile"),
    )
