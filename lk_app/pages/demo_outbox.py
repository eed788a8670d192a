"""/demo/outbox: in production the address answers 404 and its state reads nothing."""

import reflex as rx

from lk_app.components.cards import card, details, empty_state, skeleton, stack
from lk_app.components.forms import quiet_button, text_link
from lk_app.components.shell import public_page
from lk_app.states.outbox import OutboxState


@rx.page("/demo/outbox", title="Письма демонстрации", on_load=OutboxState.open)
def demo_outbox() -> rx.Component:
    nothing = empty_state("Писем ещё нет", "Зарегистрируйтесь, и первое появится здесь.")
    some = stack(rx.foreach(OutboxState.letters, _letter))
    return public_page(
        quiet_button("Обновить", narrow=True, on_click=OutboxState.open),
        rx.cond(
            OutboxState.ready,
            rx.cond(OutboxState.letters.length() > 0, some, nothing),
            skeleton("12rem"),
        ),
        title="Письма демонстрации",
        lead="Настоящие письма не уходят: они лежат здесь и в папке var/outbox.",
    )


def _letter(letter: rx.Var) -> rx.Component:
    return card(
        rx.el.h2(letter.subject),
        rx.el.p(letter.about, class_name="soft small"),
        rx.foreach(letter.links, lambda link: text_link(link.words, link.href, alone=True)),
        details("Текст письма", rx.el.p(letter.text, class_name="whitespace-pre-line")),
    )
