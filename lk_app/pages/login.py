"""/login: a real POST: it works before the scripts have loaded and sets an HttpOnly cookie."""

import reflex as rx

from lk_app.components.cards import card
from lk_app.components.forms import (
    checkbox,
    field,
    password_field,
    post_form,
    quiet_button,
    submit_button,
    text_link,
)
from lk_app.components.shell import public_page
from lk_app.states.login import LoginState


@rx.page(
    "/login",
    title="Вход",
    description="Вход в личный кабинет по электронной почте или номеру телефона.",
    on_load=LoginState.open,
)
def login() -> rx.Component:
    return public_page(
        card(_form()),
        card(
            rx.el.p("Ещё нет кабинета? Нужны почта и номер лицевого счёта.", class_name="soft"),
            quiet_button("Зарегистрироваться", href="/register"),
        ),
        rx.el.p(
            "Страница не отвечает или браузер старый? ",
            text_link("Простая версия", "/simple", file=True),
            class_name="soft small",
        ),
        rx.cond(LoginState.demo_login, _demo(), rx.fragment()),  # comes later: it moves nothing
        title="Вход",
        narrow=True,
        way_in=False,
    )


def _form() -> rx.Component:
    return post_form(
        field(
            "Электронная почта или телефон",
            "login",
            error=LoginState.login_error,
            default_value=LoginState.login,
            key=LoginState.login,  # fills the field after a refusal, else leaves it alone
            auto_complete="username",
            auto_capitalize="none",
            spell_check=False,
            required=True,
        ),
        password_field(
            "Пароль",
            "password",
            error=LoginState.password_error,
            auto_complete="current-password",
            required=True,
        ),
        checkbox("Запомнить меня на этом устройстве", "remember", hint="На 60 дней."),
        rx.el.input(name="next", type="hidden", value=LoginState.next_path, read_only=True),
        submit_button("Войти"),
        rx.el.div(
            text_link("Забыли пароль?", "/reset", alone=True),
            text_link("Нет доступа к почте?", "/recover", alone=True),
            class_name="flex flex-wrap gap-x-6",
        ),
        rx.cond(
            LoginState.old_names,
            rx.el.p(LoginState.old_names, class_name="soft"),
            rx.fragment(),
        ),
        action="/api/login",
    )


def _demo() -> rx.Component:
    return card(
        rx.el.h2("Демонстрация"),
        rx.el.p(
            "Готовый кабинет: лицевые счета с показаниями, квитанциями и платежами.",
            class_name="soft",
        ),
        rx.el.p("Почта ", rx.el.strong(LoginState.demo_login)),
        rx.el.p("Пароль ", rx.el.strong(LoginState.demo_password)),
        post_form(
            rx.el.input(name="login", type="hidden", value=LoginState.demo_login, read_only=True),
            rx.el.input(
                name="password", type="hidden", value=LoginState.demo_password, read_only=True
            ),
            rx.el.input(name="next", type="hidden", value=LoginState.next_path, read_only=True),
            submit_button("Открыть пример", quiet=True),
            action="/api/login",
        ),
    )
