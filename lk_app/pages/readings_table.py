"""«Все счета» of /cabinet/readings."""

import reflex as rx

from lk_app.components.cards import card, figure, notice, said, skeleton, stack
from lk_app.components.forms import form, paper_link, quiet_button, submit_button
from lk_app.components.icons import icon
from lk_app.components.meter import attempt, zone_mark
from lk_app.states.readings_table import ReadingsTableState, TableRow

COLUMNS = ("Счёт", "Шкала", "Было", "Новое показание", "Что с ним")


def readings_table() -> rx.Component:
    return rx.cond(
        ReadingsTableState.ready,
        stack(_window(), _debt(), card(_form())),
        skeleton("64rem"),
    )


def _form() -> rx.Component:
    return form(
        _table(),
        _foot(),
        attempt(),
        on_submit=ReadingsTableState.send,
        data_form="table",
        data_opened=ReadingsTableState.opened,
        data_answered=ReadingsTableState.answered,
    )


def _window() -> rx.Component:
    title, text = ReadingsTableState.window_title, ReadingsTableState.window_text
    return rx.cond(
        ReadingsTableState.window_urgent,
        card(rx.el.h2(title, class_name="tone-warn"), rx.el.p(text), warn=True),
        card(rx.el.h2(title), rx.el.p(text, class_name="soft")),
    )


def _debt() -> rx.Component:
    return card(
        figure("Всего к оплате", ReadingsTableState.debt, ReadingsTableState.debt_note),
        rx.cond(
            ReadingsTableState.owes,
            quiet_button("Оплатить всё", href="/cabinet/pay?all=1"),
            rx.fragment(),
        ),
    )


def _foot() -> rx.Component:
    said_all = rx.match(
        ReadingsTableState.summary_tone,
        ("ok", notice(ReadingsTableState.summary, tone="ok", live=True)),
        notice(ReadingsTableState.summary, tone="warn", live=True),
    )
    return rx.el.div(
        said(ReadingsTableState.summary, said_all),
        submit_button("Передать показания", ReadingsTableState.busy),
        rx.el.p("Пустые строки не отправляются.", class_name="soft small"),
        class_name="grid gap-3",
    )


def _table() -> rx.Component:
    head = (
        rx.el.th(name, role="columnheader", scope="col", class_name="start") for name in COLUMNS
    )
    return rx.el.table(
        rx.el.caption("Показания по всем счетам", class_name="seen-by-readers"),
        rx.el.thead(rx.el.tr(*head, role="row"), role="rowgroup"),
        rx.el.tbody(rx.foreach(ReadingsTableState.rows, _row), role="rowgroup"),
        class_name="tbl readings-table",
        role="table",
    )


def _row(line: rx.Var[TableRow]) -> rx.Component:
    return rx.el.tr(
        _cell("", rx.cond(line.first, _account(line), rx.fragment())),
        _cell("", rx.el.span(zone_mark(line.zone), line.label, class_name="drum-zone")),
        _cell("Было", rx.el.span(line.last, title=line.last_note, class_name="num")),
        _cell("", rx.cond(line.blocked, rx.fragment(), _input(line))),
        _cell("", _state(line)),
        role="row",
        class_name=rx.cond(line.first, "account-first", ""),
    )


def _cell(label: str, content: rx.Component) -> rx.Component:
    return rx.el.td(content, role="cell", class_name="start", data_label=label)


def _account(line: rx.Var[TableRow]) -> rx.Component:
    return rx.el.div(
        rx.el.div(line.title, class_name="font-semibold"),
        rx.el.div(line.number, class_name="soft small nowrap font-normal"),
    )


def _input(line: rx.Var[TableRow]) -> rx.Component:
    return rx.el.input(
        name=line.name,
        id=line.name,
        type="text",
        input_mode="numeric",
        auto_complete="off",
        aria_label=line.spoken,
        aria_describedby=f"{line.name}-state",
        aria_invalid=rx.cond(line.error, "true", "false"),
        class_name="input num",
        data_draft=line.draft,
        data_account=line.account,
        data_register=line.register,
    )


def _state(line: rx.Var[TableRow]) -> rx.Component:
    """What became of the row: refused with its reason, asked about, or taken."""
    return rx.el.div(
        said(line.blocked, rx.el.p(line.blocked, class_name="soft small")),
        said(line.error, rx.el.p(icon("warning", 20), rx.el.span(line.error), class_name="error")),
        said(line.question, rx.el.p(line.question, class_name="tone-warn")),
        said(line.confirm, _confirm(line)),
        said(line.done, _done(line)),
        id=f"{line.name}-state",
        class_name="grid gap-1",
        role="status",
    )


def _confirm(line: rx.Var[TableRow]) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="checkbox", name=line.confirm),
        rx.el.span("Да, всё верно"),
        class_name="confirm",
    )


def _done(line: rx.Var[TableRow]) -> rx.Component:
    taken = paper_link(
        line.done,
        line.href,
        key=line.href,
        data_accepted=line.draft,
        data_attempt=ReadingsTableState.answered,
    )
    return rx.el.p(
        icon("check", 16), rx.cond(line.href, taken, rx.el.span(line.done)), class_name="done"
    )
