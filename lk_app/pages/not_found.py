"""Every address that is no page of ours; answered with status 404."""

import reflex as rx

from lk_app.components.cards import empty_state, stack
from lk_app.components.forms import primary_button, quiet_button
from lk_app.components.shell import public_page
from lk_app.states.session import SessionState


@rx.page("404", title="Такой страницы нет", on_load=SessionState.greet)
def not_found() -> rx.Component:
    ways = stack(
        rx.cond(
            SessionState.signed_in,
            primary_button("В личный кабинет", href="/cabinet"),
            primary_button("Войти", href="/login"),
        ),
        quiet_button("На главную", href="/"),
    )
    return public_page(
        empty_state(
            "Здесь ничего нет",
            "Возможно, в адресе опечатка, или страницу перенесли. Ссылка из письма могла "
            "перенестись на две строки: откройте её из письма ещё раз.",
            ways,
        ),
        title="Такой страницы нет",
        narrow=True,
        way_in=False,
    )
