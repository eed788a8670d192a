"""/reset, and /reset?token=… from the letter."""

import reflex as rx

from lk_app.components.cards import card
from lk_app.components.forms import (
    field,
    form,
    form_notice,
    primary_button,
    quiet_button,
    submit_button,
)
from lk_app.components.people import demo_letters, new_password
from lk_app.components.shell import public_page
from lk_app.states.resetting import ResetState as State

TITLES = {
    "asked": "Мы отправили письмо",
    "choose": "Новый пароль",
    "done": "Пароль изменён",
}


@rx.page(
    "/reset",
    title="Восстановление пароля",
    description="Забыли пароль от личного кабинета: пришлём письмо со ссылкой, чтобы задать новый.",
    on_load=State.open,
)
def reset() -> rx.Component:
    return public_page(
        rx.match(
            State.step,
            ("asked", _asked()),
            ("choose", _choose()),
            ("done", _done()),
            _ask(),
        ),
        title=rx.match(State.step, *TITLES.items(), "Восстановление пароля"),
        narrow=True,
        way_in=False,
        back=("Вход", "/login"),
    )


def _ask() -> rx.Component:
    return card(
        form_notice(State.dead_link),
        form(
            field(
                "Электронная почта",
                "email",
                type="email",
                error=State.errors["email"],
                hint="Пришлём ссылку, по которой можно задать новый пароль.",
                auto_complete="email",
                auto_capitalize="none",
                spell_check=False,
            ),
            submit_button("Прислать ссылку", State.busy),
            on_submit=State.ask,
        ),
    )


def _asked() -> rx.Component:
    return card(
        rx.el.p(
            "Если на ",
            rx.el.strong(State.sent_to),
            " есть кабинет, письмо со ссылкой уже в пути. Ссылка действует один час.",
        ),
        rx.el.p("Если письма нет несколько минут, загляните в папку «Спам».", class_name="soft"),
        quiet_button("Вернуться ко входу", href="/login"),
        demo_letters(State.demo),
    )


def _choose() -> rx.Component:
    return card(
        form(
            new_password(State),
            form_notice(State.errors[""]),
            submit_button("Сохранить пароль", State.busy),
            on_submit=State.choose,
        )
    )


def _done() -> rx.Component:
    return card(
        rx.el.p("На всех устройствах выполнен выход. Войдите с новым паролем."),
        primary_button("Войти", href="/login"),
    )
