"""/cabinet/appeals"""

import reflex as rx

from lk_app.components.cards import badge_of, card, empty_state, said, skeleton, stack
from lk_app.components.forms import primary_button, quiet_button
from lk_app.components.icons import icon
from lk_app.components.shell import cabinet_page
from lk_app.states.appeal_rows import AppealLine
from lk_app.states.appeals import AppealsState
from lk_app.states.shell import ShellState

NEW = "/cabinet/appeals/new"


@rx.page("/cabinet/appeals", title="Обращения", on_load=[ShellState.frame, AppealsState.open])
def appeals() -> rx.Component:
    return cabinet_page(
        rx.cond(
            AppealsState.ready,
            rx.cond(AppealsState.rows.length() > 0, _list(), _nothing()),
            skeleton("24rem"),
        ),
        title="Обращения",
        active="appeals",
        lead="На каждое отвечаем письмом и здесь, в срок по закону.",
    )


def _list() -> rx.Component:
    return stack(
        primary_button("Написать обращение", href=NEW),
        card(rx.el.div(rx.foreach(AppealsState.rows, _line), class_name="rows")),
        rx.cond(
            AppealsState.more,
            quiet_button("Показать ещё", on_click=AppealsState.show_more),
            rx.fragment(),
        ),
    )


def _line(line: rx.Var[AppealLine]) -> rx.Component:
    return rx.el.a(
        rx.el.span(
            rx.el.span(line.title, class_name="block font-medium"),
            said(line.note, rx.el.span(line.note, class_name="soft small block")),
            rx.el.span(badge_of(line.state, line.tone), class_name="block mt-1"),
            class_name="min-w-0 flex-1",
        ),
        icon("chevron", 18, "soft"),
        href="/cabinet/appeals/one?number=" + line.number,
        class_name="door",
        key=line.number,
    )


def _nothing() -> rx.Component:
    return empty_state(
        "Вы ещё ничего не писали",
        "Перерасчёт, платёж, счётчик, переезд: напишите нам и приложите фото или документ.",
        primary_button("Написать обращение", href=NEW),
        picture="appeals",
    )
