"""/cabinet/readings"""

import reflex as rx

from lk_app.components.cards import (
    badge_of,
    card,
    columns,
    details,
    empty_state,
    heading,
    law,
    notice,
    row,
    rows,
    said,
    skeleton,
    stack,
    window_bar,
)
from lk_app.components.forms import (
    form,
    form_notice,
    paper_link,
    primary_button,
    quiet_button,
    segment,
    submit_button,
)
from lk_app.components.meter import attempt, drum
from lk_app.components.photos import photo, photo_button, photo_script
from lk_app.components.shell import cabinet_page
from lk_app.pages.readings_table import readings_table
from lk_app.states.reading_rows import HistoryRow, RegisterField
from lk_app.states.readings import ReadingsState
from lk_app.states.readings_table import ReadingsTableState
from lk_app.states.shell import ShellState

FORM = "readings-form"
# read when the event fires, so that the last of the debounced ones carries every field
TYPED = rx.Var(f"Object.fromEntries(new FormData(document.getElementById('{FORM}')))")
PAUSE_MS = 350
SHOWN_AT_ONCE = 6


@rx.page(
    "/cabinet/readings",
    title="Показания",
    on_load=[ShellState.frame, ReadingsState.open, ReadingsTableState.open],
)
def readings() -> rx.Component:
    return cabinet_page(
        rx.cond(
            ReadingsState.ready,
            stack(
                rx.cond(ShellState.accounts.length() > 1, _ways(), rx.fragment()),
                rx.cond(ReadingsState.everything, readings_table(), _one_account()),
            ),
            skeleton("64rem"),
        ),
        title="Показания",
        active="readings",
    )


def _ways() -> rx.Component:
    def way(words: str, href: str, current: rx.Var) -> rx.Component:
        return segment(words, href=href, aria_current=rx.cond(current, "page", "false"))

    return rx.el.nav(
        way("Один счёт", "/cabinet/readings", ~ReadingsState.everything),
        way("Все счета", "/cabinet/readings?all", ReadingsState.everything),
        class_name="segments",
        aria_label="Сколько счетов показать",
    )


def _one_account() -> rx.Component:
    return rx.cond(
        ReadingsState.account,
        columns(stack(_window(), _done(), _meter()), stack(_history())),
        empty_state(
            "Лицевой счёт ещё не подключён",
            "Подключите счёт: понадобятся адрес и номер с квитанции.",
            primary_button("Подключить счёт", href="/cabinet/link"),
            picture="readings",
        ),
    )


def _window() -> rx.Component:
    urgent = card(
        rx.el.h2(ReadingsState.window_title, class_name="tone-warn"),
        window_bar(ReadingsState.window_percent),
        rx.el.p(ReadingsState.window_text),
        warn=True,
    )
    calm = card(
        rx.el.h2(ReadingsState.window_title),
        rx.el.p(ReadingsState.window_text, class_name="soft"),
    )
    open_to_person = ReadingsState.window_urgent & ~ReadingsState.blocked.bool()
    asks = rx.cond(open_to_person, urgent, calm)
    return rx.cond(ReadingsState.closed, rx.fragment(), asks)


def _done() -> rx.Component:
    """Comes into focus when it appears: on a phone the button stands below the fold."""
    return rx.cond(
        ReadingsState.receipt_number,
        rx.el.div(
            notice(
                ReadingsState.receipt_text,
                rx.el.p(
                    "Подтверждение ",
                    rx.el.b("№\u00a0", ReadingsState.receipt_number, class_name="nowrap"),
                ),
                paper_link("Скачать PDF", ReadingsState.receipt_href, alone=True),
                photo_button(ReadingsState.receipt_number),
                tone="ok",
                title="Показания приняты",
                live=True,
            ),
            tab_index=-1,
            key=ReadingsState.receipt_number,  # the next one comes into focus as well
            data_accepted=ReadingsState.draft,
            data_attempt=ReadingsState.answered,
        ),
        rx.fragment(),
    )


def _meter() -> rx.Component:
    return card(
        heading(
            ReadingsState.month, rx.el.span("Счётчик ", ReadingsState.meter, class_name="soft")
        ),
        said(ReadingsState.missed, notice(ReadingsState.missed, tone="warn")),
        rx.cond(
            ReadingsState.blocked,
            notice(ReadingsState.blocked, title="Показания вводить не нужно"),
            _form(),
        ),
    )


def _form() -> rx.Component:
    return form(
        rx.foreach(ReadingsState.fields, _register),
        said(
            ReadingsState.estimate_sum,
            rows(row(ReadingsState.estimate_label, ReadingsState.estimate_sum, total=True)),
        ),
        form_notice(ReadingsState.error),
        rx.cond(ReadingsState.asked, _answers(), _send()),
        attempt(),
        id=FORM,
        key=ReadingsState.version,
        data_form="account",
        data_opened=ReadingsState.opened,
        data_answered=ReadingsState.answered,
        on_submit=ReadingsState.send,
    )


def _register(field: rx.Var[RegisterField]) -> rx.Component:
    question = ReadingsState.questions[field.name]
    return rx.el.div(
        drum(
            field.label,
            field.name,
            digits=field.digits,
            ratio=field.ratio,
            last=field.last,
            last_note=field.note,
            zone=field.zone,
            error=field.error,
            default_value=field.value,
            data_draft=ReadingsState.draft,
            data_account=ReadingsState.account,
            data_register=field.name,
            on_change=lambda _: ReadingsState.estimate(TYPED).debounce(PAUSE_MS),
        ),
        said(question, notice(question, tone="warn", live=True)),
        class_name="grid gap-3",
    )


def _send() -> rx.Component:
    return rx.el.div(
        submit_button("Передать показания", ReadingsState.busy),
        quiet_button(
            "Показания не изменились",
            on_click=ReadingsState.unchanged,
            disabled=ReadingsState.busy,
        ),
        class_name="grid gap-2",
    )


def _answers() -> rx.Component:
    """Instead of the two buttons while something is asked."""
    return rx.el.div(
        rx.el.input(type="hidden", name="asked", value=ReadingsState.asked),
        said(
            ReadingsState.better,
            primary_button(ReadingsState.better, on_click=ReadingsState.use_better),
        ),
        submit_button("Да, всё верно", ReadingsState.busy, quiet=True),
        rx.el.p("Или исправьте цифры выше.", class_name="soft small"),
        class_name="grid gap-2",
    )


def _history() -> rx.Component:
    return card(
        heading("Что передано"),
        photo_script(ReadingsState.photographed),
        said(ReadingsState.disowned, notice(ReadingsState.disowned, tone="ok", live=True)),
        rx.cond(
            ReadingsState.history.length() > 0,
            _sent_so_far(),
            rx.el.p("Здесь появятся переданные показания.", class_name="soft"),
        ),
        _law(),
    )


def _law() -> rx.Component:
    return rx.cond(
        ReadingsState.closed,
        rx.fragment(),
        law(
            "Показания, полученные до 25-го числа включительно, входят в счёт этого месяца: "
            "ПП РФ № 354, п. 31, подп. «ж»."
        ),
    )


def _sent_so_far() -> rx.Component:
    """The last half a year at once, what was before it one tap away."""
    earlier = rows(rx.foreach(ReadingsState.history[SHOWN_AT_ONCE:], _sent))
    return rx.fragment(
        rows(rx.foreach(ReadingsState.history[:SHOWN_AT_ONCE], _sent)),
        rx.cond(
            ReadingsState.history.length() > SHOWN_AT_ONCE,
            details("Показать более ранние", earlier),
            rx.fragment(),
        ),
    )


def _sent(line: rx.Var[HistoryRow]) -> rx.Component:
    receipt = paper_link(line.receipt, line.href)
    return rx.el.div(
        rx.el.div(
            rx.el.p(line.shown, class_name="num font-semibold"),
            badge_of(line.state, line.tone),
            class_name="flex flex-wrap items-baseline justify-between gap-x-4",
        ),
        rx.el.p(line.note, class_name="soft small"),
        rx.el.p(line.fate, " ", said(line.receipt, receipt), class_name="soft small"),
        said(line.photo, photo(line.photo)),
        said(line.bare, photo_button(line.bare, small=True)),
        said(line.guest, _not_mine(line.guest)),
        class_name="py-2.5",
    )


def _not_mine(number: rx.Var[str]) -> rx.Component:
    """Whoever has the account decides whether a stranger's figures may count."""
    return rx.el.button(
        "Не учитывать эти показания",
        type="button",
        on_click=ReadingsState.disown(number),
        class_name="btn btn-quiet mt-2",
    )
