"""/cabinet/bills"""

import reflex as rx

from lk_app.components.cards import (
    badge_of,
    card,
    columns,
    details,
    empty_state,
    figure,
    law,
    notice,
    row,
    rows,
    said,
    skeleton,
    stack,
)
from lk_app.components.forms import paper_link, primary_button, quiet_button, text_link
from lk_app.components.icons import icon
from lk_app.components.meter import zone_mark
from lk_app.components.paper import paper_head
from lk_app.components.shell import cabinet_page
from lk_app.states.bill_rows import BillCard, ReasonRow, SumRow
from lk_app.states.bills import BillsState
from lk_app.states.shell import ShellState


@rx.page(
    "/cabinet/bills",
    title="Квитанции",
    on_load=[ShellState.frame, BillsState.open],
)
def bills() -> rx.Component:
    return cabinet_page(
        rx.cond(BillsState.ready, _screen(), columns(skeleton("12rem"), skeleton("34rem"))),
        title="Квитанции",
        active="bills",
    )


def _screen() -> rx.Component:
    return rx.cond(
        BillsState.account,
        rx.fragment(
            paper_head(BillsState.supplier_lines, BillsState.facts),
            columns(
                stack(_to_pay(), _stopped(), _help()),
                stack(_list(), _earlier()),
                class_name="regroup",
            ),
        ),
        empty_state(
            "Квитанций пока нет",
            "Подключите лицевой счёт: понадобятся адрес и номер с бумажной квитанции.",
            primary_button("Подключить счёт", href="/cabinet/link"),
            picture="bills",
        ),
    )


def _to_pay() -> rx.Component:
    return card(
        figure(BillsState.label, BillsState.amount, BillsState.note, BillsState.tone),
        rx.cond(
            BillsState.owes,
            primary_button("Оплатить", href=f"/cabinet/pay?account={BillsState.account}"),
            rx.fragment(),
        ),
        said(BillsState.error, notice(BillsState.error, tone="debt", live=True)),
    )


def _stopped() -> rx.Component:
    return said(BillsState.stop, notice(BillsState.stop, tone="info"))


def _list() -> rx.Component:
    return rx.cond(
        BillsState.bills.length() > 0,
        card(
            rx.el.h2("По месяцам"),
            rx.el.div(rx.foreach(BillsState.bills, _bill), class_name="rows bills"),
        ),
        empty_state("Квитанций пока нет", BillsState.awaited, picture="bills"),
    )


def _bill(bill: rx.Var[BillCard]) -> rx.Component:
    return rx.el.details(
        rx.el.summary(
            rx.el.div(
                rx.el.div(
                    rx.el.span(bill.title, class_name="font-semibold"),
                    rx.el.span(bill.asked, class_name="num font-semibold"),
                    class_name="flex flex-wrap items-baseline justify-between gap-x-4",
                ),
                rx.el.span(bill.summary, class_name="soft small"),
                rx.el.div(badge_of(bill.state, bill.tone)),
                class_name="grid min-w-0 flex-1 gap-1 py-2 font-normal",
            ),
            icon("down", 20, "turn"),
        ),
        rx.el.div(
            _made_of(bill),
            class_name="grid gap-3",
        ),
        class_name="more",
        open=bill.is_open,
        id=bill.key,
    )


def _made_of(bill: rx.Var[BillCard]) -> rx.Component:
    return rx.fragment(
        rows(rx.foreach(bill.lines, _sum)),
        rows(
            rx.foreach(bill.sums, _sum),
            row(bill.total.label, bill.total.value, bill.total.note, total=True),
        ),
        said(bill.why, law(bill.why)),
        _why(bill),
        rx.cond(bill.demo, law("Цены этой квитанции демонстрационные."), rx.fragment()),
        rx.el.div(
            paper_link(
                "Скачать квитанцию",
                f"/api/documents/bills/{BillsState.account}/{bill.key}.pdf",
                alone=True,
            ),
            quiet_button("Печать", narrow=True, data_print=""),
            class_name="no-print flex flex-wrap items-center gap-x-6 gap-y-2",
        ),
    )


def _why(bill: rx.Var[BillCard]) -> rx.Component:
    """Every figure explained; fetched when it is opened, for few people open it."""
    return rx.el.details(
        rx.el.summary(
            "Почему такая сумма",
            icon("down", 20, "turn"),
            on_click=BillsState.explain(bill.key),
        ),
        rx.cond(
            bill.reasons.length() > 0,
            rx.el.div(rx.foreach(bill.reasons, _reason), class_name="grid gap-4"),
            skeleton("12rem"),
        ),
        class_name="more",
    )


def _reason(one: rx.Var[ReasonRow]) -> rx.Component:
    return rx.el.div(
        rx.el.h3(one.title),
        rx.foreach(one.lines, lambda line: rx.el.p(line, class_name="tabular-nums")),
        said(one.law, law(one.law)),
        class_name="grid gap-1",
    )


def _sum(one: rx.Var[SumRow]) -> rx.Component:
    label = rx.el.span(zone_mark(one.zone), one.label, class_name="inline-flex items-center gap-2")
    return row(label, one.value, one.note, tone=one.tone)


def _earlier() -> rx.Component:
    return rx.cond(
        BillsState.has_earlier,
        notice(BillsState.earlier, text_link("Ввести номер счётчика", "/cabinet/link", alone=True)),
        rx.fragment(),
    )


def _help() -> rx.Component:
    return card(
        details(
            "Как считается сумма",
            rx.el.p(
                "Расход умножаем на цену киловатт-часа; у многотарифного счётчика — по каждой "
                "шкале отдельно. К начисленному прибавляем долг, перерасчёты и пени, отнимаем "
                "платежи.",
                class_name="soft",
            ),
            text_link("Сколько стоит киловатт-час", "/tariffs", alone=True),
        ),
        details(
            "Когда начисляем пени",
            rx.el.p(
                "Первые 30 дней после срока — не начисляем. Дальше за каждый день — 1/300 ставки "
                "от долга, с 91-го дня — 1/130.",
                class_name="soft",
            ),
            law("Жилищный кодекс РФ, ст. 155, ч. 14"),
        ),
        class_name="later no-print",
    )
