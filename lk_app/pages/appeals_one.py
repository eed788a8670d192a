"""/cabinet/appeals/one"""

import reflex as rx

from lk_app.components.appeals import files_field, words_field
from lk_app.components.cards import (
    badge_of,
    card,
    columns,
    details,
    heading,
    notice,
    row,
    rows,
    said,
    skeleton,
    stack,
)
from lk_app.components.forms import (
    field,
    form,
    form_notice,
    paper_link,
    primary_button,
    quiet_button,
    radios,
    submit_button,
)
from lk_app.components.shell import cabinet_page
from lk_app.states.appeal import AppealPageState as State
from lk_app.states.appeal_rows import FileLine, Said
from lk_app.states.shell import ShellState
from lk_app.wording.appeals import STARS


@rx.page("/cabinet/appeals/one", title="Обращение", on_load=[ShellState.frame, State.open])
def appeals_one() -> rx.Component:
    return cabinet_page(
        rx.cond(
            State.ready,
            rx.cond(
                State.missing, _missing(), columns(stack(_thread(), _rating(), _more()), _facts())
            ),
            skeleton("32rem"),
        ),
        title=State.title,
        active="appeals",
        back=("Обращения", "/cabinet/appeals"),
    )


def _missing() -> rx.Component:
    return stack(
        notice(State.missing, tone="debt"),
        primary_button("Все обращения", href="/cabinet/appeals"),
    )


def _facts() -> rx.Component:
    return card(
        heading("№\u00a0" + State.number, badge_of(State.state, State.tone)),
        said(State.next, rx.el.p(State.next)),
        rows(rx.foreach(State.facts, lambda fact: row(fact[0], fact[1]))),
        rx.el.div(quiet_button("Печать", data_print=""), class_name="no-print"),
    )


def _thread() -> rx.Component:
    return stack(
        rx.el.div(
            said(State.done, notice(State.done, live=True)),
            tab_index=-1,
            custom_attrs={"data-accepted": State.written},
        ),
        rx.foreach(State.thread, _said),
    )


def _said(one: rx.Var[Said]) -> rx.Component:
    return card(
        heading(one.who, rx.el.span(one.at, class_name="soft small")),
        rx.foreach(one.paragraphs, lambda words: rx.el.p(words, class_name="break-words")),
        rx.el.ul(rx.foreach(one.files, _file), class_name="grid gap-1 empty:hidden"),
        said(one.stars, rx.el.p(one.stars, class_name="soft small")),
        class_name=rx.cond(one.ours, "ours", ""),
    )


def _file(file: rx.Var[FileLine]) -> rx.Component:
    return rx.el.li(paper_link(file.name, file.href, alone=True), " ", file.size)


def _rating() -> rx.Component:
    return rx.cond(
        State.may_rate,
        card(
            heading("Помог ли ответ"),
            form(
                radios("Оценка", "stars", [(str(key), words) for key, words in STARS.items()]),
                field("Почему", "words", hint="Необязательно.", auto_complete="off"),
                form_notice(State.stars_error),
                submit_button("Оценить ответ", quiet=True),
                on_submit=State.rate,
            ),
            class_name="no-print",
        ),
        rx.fragment(),
    )


def _more() -> rx.Component:
    """Writing on: the one thing to do while something is asked, else a tap away."""
    return rx.el.div(
        rx.cond(
            State.asked,
            card(heading("Ваш ответ"), _form("Ответить")),
            card(
                details(rx.cond(State.is_open, "Дополнить обращение", "Ответ не помог"),
                        _form("Отправить")),
                rx.cond(
                    State.is_open | State.over,
                    rx.fragment(),
                    quiet_button("Вопрос решён", on_click=State.finish),
                ),
            ),
        ),
        class_name="no-print",
    )  # fmt: skip


def _form(button: str) -> rx.Component:
    return form(
        words_field("Сообщение", State.draft, State.text_error),
        files_field(State.number, State.files, State.attached, State.take_back),
        submit_button(button, State.busy),
        on_submit=State.write,
        key=State.written + State.thread.length().to_string(),
    )
