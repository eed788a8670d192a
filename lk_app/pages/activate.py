"""/activate?token=…"""

import reflex as rx

from lk_app.components.cards import card, notice, skeleton
from lk_app.components.forms import form_notice, primary_button, quiet_button
from lk_app.components.shell import public_page
from lk_app.states.activation import ActivationState as State


@rx.page(
    "/activate",
    title="Подтверждение почты",
    description="Подтверждение почты по ссылке из письма после регистрации.",
    on_load=State.open,
)
def activate() -> rx.Component:
    answered = rx.cond(State.works, _confirmed(), _dead())
    return public_page(
        rx.cond(State.title, answered, skeleton("11rem")),
        title=rx.cond(State.title, State.title, "Подтверждаем почту…"),
        narrow=True,
        way_in=False,
    )


def _confirmed() -> rx.Component:
    return card(
        rx.el.p("Теперь войдите и подключите лицевой счёт: он напечатан вверху квитанции."),
        primary_button("Войти", href="/login?next=/cabinet/link"),
    )


def _dead() -> rx.Component:
    resend = rx.cond(
        State.resent,
        notice("Новое письмо отправлено. Откройте ссылку из него.", tone="info", live=True),
        quiet_button("Отправить письмо ещё раз", on_click=State.resend),
    )
    return card(
        rx.el.p(State.reason),
        form_notice(State.resend_error),
        rx.cond(State.can_resend, resend, quiet_button("К регистрации", href="/register")),
        quiet_button("Войти", look="plain", href="/login"),
    )
