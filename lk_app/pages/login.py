"""/login"""

import reflex as rx

from lk_app.states.login import LoginState


@rx.page("/login", title="Вход", on_load=LoginState.open)
def login() -> rx.Component:
    return rx.el.main(
        rx.el.h1("Вход"),
        rx.el.form(
            rx.el.input(name="login", default_value=LoginState.login),
            rx.el.input(name="password", type="password"),
            rx.el.input(name="next", type="hidden", value=LoginState.next_path),
            rx.el.button("Войти"),
            rx.el.p(LoginState.error),
            action="/api/login",
            method="post",
            on_submit=None,
        ),
    )
