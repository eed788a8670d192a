"""/cabinet/appeals/new"""

import reflex as rx

from lk_app.components.appeals import files_field, words_field
from lk_app.components.cards import card, door, law, notice, rows, said, skeleton, stack
from lk_app.components.forms import (
    field,
    form,
    form_notice,
    primary_button,
    select,
    submit_button,
    text_link,
)
from lk_app.components.shell import cabinet_page
from lk_app.domain.appeal_files import NEW
from lk_app.states.appeal_rows import FormField
from lk_app.states.appeals import NewAppealState as State
from lk_app.states.shell import ShellState
from lk_app.wording.appeals import NOTES, TOPICS

ICONS = {
    "recalculation": "bills",
    "payment": "pay",
    "meter": "readings",
    "quality": "consumption",
    "moving": "home",
    "personal_data": "profile",
    "other": "appeals",
}


@rx.page("/cabinet/appeals/new", title="Новое обращение", on_load=[ShellState.frame, State.open])
def appeals_new() -> rx.Component:
    return cabinet_page(
        rx.cond(
            State.ready,
            rx.cond(State.sent_number, _sent(), rx.cond(State.topic, _form(), _topics())),
            skeleton("32rem"),
        ),
        title="Новое обращение",
        active="appeals",
        back=("Обращения", "/cabinet/appeals"),
    )


def _topics() -> rx.Component:
    """As many forms as topics: each asks for what its answer needs."""
    return card(
        rx.el.h2("О чём пишете"),
        rows(
            *(
                door(ICONS[topic], words, f"/cabinet/appeals/new?topic={topic}", NOTES[topic])
                for topic, words in TOPICS.items()
            )
        ),
    )


def _form() -> rx.Component:
    return card(
        rx.el.div(
            rx.el.h2(State.title),
            text_link("Другая тема", "/cabinet/appeals/new", alone=True),
            class_name="heading",
        ),
        form(
            select(
                "Лицевой счёт",
                "account",
                State.accounts,
                error=State.account_error,
                default_value=State.account,
            ),
            rx.foreach(State.fields, _field),
            words_field("Что случилось", State.draft, State.text_error, State.bring),
            files_field(NEW, State.files, State.attached, State.take_back),
            form_notice(State.error),
            submit_button("Отправить обращение", State.busy),
            law(State.law),
            on_submit=State.send,
            key=State.version,
        ),
    )


def _field(one: rx.Var[FormField]) -> rx.Component:
    facts = {"error": one.error, "hint": one.hint}
    kept = {"data_draft": State.draft, "data_register": one.name}
    return rx.el.div(
        rx.match(
            one.control,
            ("select", select(one.label, one.name, one.options, **facts, **kept)),
            ("date", field(one.label, one.name, type="date", **facts, **kept)),
            (
                "money",
                field(one.label, one.name, input_mode="decimal", auto_complete="off",
                      **facts, **kept),
            ),
            field(one.label, one.name, auto_complete="off", **facts, **kept),
        ),
        key=one.name,
    )  # fmt: skip


def _sent() -> rx.Component:
    return stack(
        rx.el.div(
            notice(
                State.sent_words,
                said(State.title, rx.el.p(State.title, class_name="soft")),
                title=f"Обращение №\u00a0{State.sent_number} отправлено",
                tone="info",
                live=True,
            ),
            tab_index=-1,
            custom_attrs={"data-accepted": State.draft},
        ),
        primary_button(
            "Открыть обращение", href="/cabinet/appeals/one?number=" + State.sent_number
        ),
        text_link("Все обращения", "/cabinet/appeals", alone=True),
    )
