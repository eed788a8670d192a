"""/cabinet/consumption"""

import reflex as rx

from lk_app.components.cards import (
    card,
    details,
    empty_state,
    figure,
    law,
    notice,
    said,
    skeleton,
    stack,
    table,
)
from lk_app.components.chart import bars, legend
from lk_app.components.forms import paper_link, quiet_button, segment, text_link
from lk_app.components.shell import cabinet_page
from lk_app.states.consumption import ConsumptionState, MonthRow
from lk_app.states.shell import ShellState

COLUMNS = [
    ("Месяц", "start"),
    ("Расход", "end"),
    ("Год назад", "end"),
    ("Начислено", "end"),
    ("Перерасчёт", "end"),
    ("Итого", "end"),
]


@rx.page(
    "/cabinet/consumption",
    title="Потребление",
    on_load=[ShellState.frame, ConsumptionState.open],
)
def consumption() -> rx.Component:
    return cabinet_page(
        rx.cond(ConsumptionState.ready, _screen(), skeleton("44rem")),
        title="Потребление",
        active="consumption",
    )


def _screen() -> rx.Component:
    return rx.cond(
        ConsumptionState.account,
        stack(_refused(), rx.cond(ConsumptionState.rows, _year(), _nothing()), _earlier()),
        empty_state(
            "Счёта пока нет",
            "Подключите лицевой счёт: понадобятся адрес и номер с бумажной квитанции.",
            quiet_button("Подключить", href="/cabinet/link", narrow=True),
            picture="consumption",
        ),
    )


def _refused() -> rx.Component:
    return said(ConsumptionState.error, notice(ConsumptionState.error, tone="debt", live=True))


def _nothing() -> rx.Component:
    return rx.cond(
        ConsumptionState.error,
        rx.fragment(),
        empty_state("Показывать пока нечего", ConsumptionState.awaited, picture="consumption"),
    )


def _year() -> rx.Component:
    return card(
        figure(ConsumptionState.label, ConsumptionState.total, ConsumptionState.note),
        _choices(),
        rx.el.h2(
            rx.cond(ConsumptionState.money, "По месяцам, ₽", "По месяцам, кВт·ч"), class_name="mt-2"
        ),
        bars(ConsumptionState.chart, "Потребление по месяцам"),
        legend(ConsumptionState.chart),
        details("Таблица", _table()),
        _file(),
        rx.cond(ConsumptionState.estimated, _estimates(), rx.fragment()),
    )


def _choices() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            _unit("кВт·ч", "kwh", ~ConsumptionState.money),
            _unit("₽", "money", ConsumptionState.money),
            class_name="segments w-36 flex-none",
            role="group",
            aria_label="В чём показать",
        ),
        rx.cond(ConsumptionState.comparable, _compare(), rx.fragment()),
        class_name="units mt-2 flex gap-2 no-print",
    )


def _unit(words: str, unit: str, chosen: rx.Var[bool]) -> rx.Component:
    return segment(
        words,
        aria_pressed=rx.cond(chosen, "true", "false"),
        on_click=ConsumptionState.choose(unit),
    )


def _compare() -> rx.Component:
    year_before = segment(
        "Сравнить с прошлым годом",
        aria_pressed=rx.cond(ConsumptionState.compared, "true", "false"),
        on_click=ConsumptionState.compare,
    )
    return rx.el.div(year_before, class_name="segments w-60")


def _table() -> rx.Component:
    months = table("Потребление по месяцам", COLUMNS, ConsumptionState.rows, _cells)
    return rx.el.div(months, class_name="months")


def _cells(one: rx.Var[MonthRow]) -> tuple[rx.Component | rx.Var, ...]:
    bill = f"/cabinet/bills?account={ConsumptionState.account}&period={one.key}"
    return (
        rx.el.span(text_link(one.title, bill), _note(one.ground), _note(one.corrected)),
        rx.el.span(one.used, _note(one.split)),
        one.before,
        one.charged,
        one.adjusted,
        one.amount,
    )


def _note(words: rx.Var[str]) -> rx.Component:
    return said(words, rx.el.span(words, class_name="soft small block font-normal"))


def _file() -> rx.Component:
    return paper_link(
        "Скачать CSV за все месяцы",
        f"/api/documents/consumption/{ConsumptionState.account}.csv",
        alone=True,
    )


def _estimates() -> rx.Component:
    return law(
        "Без показаний месяц начислен по среднему или по нормативу (ПП РФ № 354, п. 59, 60). Когда "
        "показания приходят, разницу проводит следующая квитанция: в рублях она видна отдельно."
    )


def _earlier() -> rx.Component:
    return rx.cond(
        ConsumptionState.has_earlier,
        notice(
            ConsumptionState.earlier,
            text_link("Ввести номер счётчика", "/cabinet/link", alone=True),
        ),
        rx.fragment(),
    )
