"""/cabinet/history"""

import reflex as rx

from lk_app.components.cards import (
    badge_of,
    card,
    details,
    empty_state,
    heading,
    row,
    rows,
    skeleton,
    stack,
    table,
)
from lk_app.components.forms import field, form, form_notice, primary_button, quiet_button, segment
from lk_app.components.paper import paper_head
from lk_app.components.shell import cabinet_page
from lk_app.states.history import HistoryState, OperationLine
from lk_app.states.shell import ShellState

PRESETS = (("quarter", "3 месяца"), ("year", "Год"), ("all", "Всё время"))
COLUMNS = [
    ("Дата", "start"),
    ("Операция", "start"),
    ("Сумма", "end"),
    ("Остаток", "end"),
    ("Состояние", "start"),
]


@rx.page("/cabinet/history", title="Детализация", on_load=[ShellState.frame, HistoryState.open])
def history() -> rx.Component:
    return cabinet_page(
        rx.cond(
            HistoryState.ready,
            rx.cond(HistoryState.account, stack(_choice(), _paper(), _statement()), _no_account()),
            skeleton("64rem"),
        ),
        title="Детализация",
        active="history",
    )


def _choice() -> rx.Component:
    return card(
        rx.el.div(
            *(_preset(key, words) for key, words in PRESETS),
            class_name="segments",
            role="group",
            aria_label="Период",
        ),
        details("Другие дни", _days(), is_open=HistoryState.preset == ""),
        class_name="no-print",
    )


def _days() -> rx.Component:
    return form(
        rx.el.div(
            field("С", "from", type="date", default_value=HistoryState.first_day),
            field("По", "to", type="date", default_value=HistoryState.last_day),
            quiet_button("Показать", type="submit"),
            class_name="days",
        ),
        form_notice(HistoryState.error),
        on_submit=HistoryState.show,
        key=HistoryState.first_day + HistoryState.last_day,
    )


def _preset(key: str, words: str) -> rx.Component:
    return segment(
        words,
        aria_pressed=rx.cond(HistoryState.preset == key, "true", "false"),
        on_click=HistoryState.show_preset(key),
    )


def _paper() -> rx.Component:
    return paper_head(HistoryState.supplier_lines, HistoryState.facts)


def _statement() -> rx.Component:
    return card(
        heading(HistoryState.period),
        rows(rx.foreach(HistoryState.totals, lambda total: row(total[0], total[1]))),
        _files(),
        rx.cond(
            HistoryState.lines.length() > 0,
            rx.el.div(
                table("Операции по лицевому счёту", COLUMNS, HistoryState.lines, _line),
                class_name="operations",
            ),
            rx.el.p("За эти дни не было ни начислений, ни платежей.", class_name="soft"),
        ),
        rows(row(HistoryState.closing[0], HistoryState.closing[1], total=True)),
    )


def _line(line: rx.Var[OperationLine]) -> tuple[rx.Component, ...]:
    return (
        line.on,
        line.what,
        rx.el.span(line.amount, class_name="num"),
        rx.el.span(line.balance, class_name="num"),
        badge_of(line.state, line.tone),
    )


def _files() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            _file("statements", "pdf", "Скачать PDF"),
            _file("statements", "csv", "Скачать CSV"),
            quiet_button("Печать", data_print=""),
            _file("disputes", "pdf", "Пакет для спора (PDF)", class_name="files-whole"),
            class_name="files no-print",
        ),
        rx.el.p(
            "Пакет для спора: детализация, платежи с номерами банка, показания с квитанциями "
            "о приёме и сроки оплаты за эти дни в одном файле.",
            class_name="soft small no-print",
        ),
    )


def _file(paper: str, extension: str, words: str, class_name: str = "") -> rx.Component:
    """A real GET form: it downloads before the websocket is there, too."""
    return rx.el.form(
        rx.el.input(type="hidden", name="from", value=HistoryState.first_day, read_only=True),
        rx.el.input(type="hidden", name="to", value=HistoryState.last_day, read_only=True),
        quiet_button(words, type="submit"),
        action=f"/api/documents/{paper}/" + HistoryState.account + "." + extension,
        method="get",
        class_name=class_name,
        on_submit=None,
    )


def _no_account() -> rx.Component:
    return empty_state(
        "Показывать пока нечего",
        "Подключите лицевой счёт: здесь появятся начисления и платежи.",
        primary_button("Подключить счёт", href="/cabinet/link"),
        picture="history",
    )
