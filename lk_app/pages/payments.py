"""/cabinet/pay"""

import reflex as rx

from lk_app.components.cards import (
    card,
    columns,
    details,
    door,
    empty_state,
    figure,
    notice,
    row,
    rows,
    said,
    skeleton,
    stack,
)
from lk_app.components.forms import (
    primary_button,
    quiet_button,
    text_link,
)
from lk_app.components.shell import cabinet_page
from lk_app.pages.payment_form import payment_form
from lk_app.states.payment_rows import Owing
from lk_app.states.payments import PayState
from lk_app.states.shell import ShellState


@rx.page("/cabinet/pay", title="Оплата", on_load=[ShellState.frame, PayState.open])
def pay() -> rx.Component:
    return cabinet_page(
        rx.cond(
            PayState.ready,
            rx.cond(
                PayState.owing.length() > 0,
                columns(
                    stack(_waiting(), _form()),
                    stack(_all_accounts(), rx.cond(_takes_money(), _safety(), rx.fragment())),
                ),
                _no_account(),
            ),
            columns(skeleton("34rem"), skeleton("22rem")),
        ),
        title="Оплата",
        active="pay",
    )


def _form() -> rx.Component:
    return card(
        figure(
            rx.cond(PayState.all_at_once, "К оплате по всем счетам", PayState.account_label),
            PayState.debt,
            PayState.debt_note,
            PayState.debt_tone,
        ),
        rx.cond(
            PayState.closed,
            notice(PayState.closed, title="Платить не нужно"),
            rx.cond(PayState.offered, payment_form(), _elsewhere()),
        ),
    )


def _elsewhere() -> rx.Component:
    return notice(
        rx.el.p("Оплаты на сайте здесь нет: поставщик её не подключил."),
        rx.el.p(
            "Заплатите в приложении банка или на почте по номеру "
            "лицевого счёта. Платёж появится в «Детализации», когда банк его передаст."
        ),
        tone="info",
    )


def _waiting() -> rx.Component:
    words = rx.fragment(
        rx.el.p("Платёж на ", PayState.waiting, " ещё не завершён. Второй раз не платите."),
        text_link(
            "Что с платежом",
            "/cabinet/pay/result?payment=" + PayState.waiting_number,
            alone=True,
        ),
    )
    return said(PayState.waiting_number, notice(words, tone="warn"))


def _all_accounts() -> rx.Component:
    """The other accounts, beside the form for one; with all in the form, the way back."""
    lines = rows(
        rx.foreach(PayState.owing, _owing),
        row("Всего к оплате", PayState.total, total=True),
    )
    for_all = card(
        rx.el.h2("Все счета"),
        lines,
        quiet_button("Оплатить всё сразу", on_click=PayState.choose_all(True)),
    )
    for_one = quiet_button("Платить за один счёт", on_click=PayState.choose_all(False))
    return rx.cond(PayState.several, rx.cond(PayState.all_at_once, for_one, for_all), rx.fragment())


def _owing(line: rx.Var[Owing]) -> rx.Component:
    return row(line.label, line.balance, line.due, tone=line.tone)


def _takes_money() -> rx.Var:
    return PayState.offered & ~PayState.closed.bool()


def _safety() -> rx.Component:
    demo = notice(
        rx.el.p("Оплату принимает демонстрационный банк: деньги не списываются."), tone="info"
    )
    return stack(
        rx.cond(PayState.demo, demo, rx.fragment()),
        rx.cond(PayState.keeps, _autopay(), rx.fragment()),
        details(
            "Куда пойдут деньги",
            rx.el.p(
                "Сначала на самый старый долг (или на выбранный период), потом на следующие, "
                "в последнюю очередь на пени. Что останется, пойдёт в счёт будущих начислений.",
                class_name="soft",
            ),
            rx.el.p(
                "Номер карты вводится на странице банка, мы его не видим и не храним.",
                class_name="soft",
            ),
        ),
    )


def _autopay() -> rx.Component:
    return card(
        rows(
            door(
                "pay",
                "Автоплатёж",
                "/cabinet/pay/autopay",
                "Долг платится сам, за день предупредим письмом",
            )
        ),
        class_name="card-doors",
    )


def _no_account() -> rx.Component:
    return empty_state(
        "Платить пока не за что",
        "Подключите лицевой счёт: здесь появится долг и форма оплаты.",
        primary_button("Подключить счёт", href="/cabinet/link"),
        picture="pay",
    )
