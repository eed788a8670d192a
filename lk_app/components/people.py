"""What the pages of registering, resetting and changing a password share."""

import reflex as rx

from lk_app.components.cards import said
from lk_app.components.forms import password_field, text_link


def new_password(state: type, label: str = "Пароль", ident: str = "") -> rx.Component:
    """The pair of fields for a new password, with its strength named on leaving the first.

    `ident` begins their ids where a page has several forms.
    """
    return rx.fragment(
        password_field(
            label,
            "password",
            id=f"{ident}password",
            error=state.errors["password"],
            hint="Не меньше 8 знаков. Удобнее всего фраза из нескольких слов.",
            auto_complete="new-password",
            on_blur=state.weigh,
        ),
        rx.el.div(
            said(state.strength, rx.el.p(state.strength, class_name="hint")),
            role="status",
            class_name="empty:hidden",
        ),
        password_field(
            "Повторите пароль",
            "password_again",
            id=f"{ident}password_again",
            error=state.errors["password_again"],
            auto_complete="new-password",
        ),
    )


def demo_letters(shown: rx.Var) -> rx.Component:
    """In the demonstration there is no mailbox: where the letter can be read."""
    link = text_link("Письма демонстрации", "/demo/outbox", alone=True)
    return rx.cond(shown, link, rx.fragment())
