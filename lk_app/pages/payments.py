"""/cabinet/pay"""

import reflex as rx

from lk_app.components.cards import (
    card,
    columns,
    details,
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
    anchor,
    field,
    form,
    form_notice,
    primary_button,
    quiet_button,
    radios,
    submit_button,
    text_link,
)
from lk_app.components.shell import cabinet_page
from lk_app.states.payments import Owing, PayState
from lk_app.states.shell import ShellState

METHODS = [("card", "Карта Мир, Visa, Mastercard"), ("sbp", "СБП")]


@rx.page("/cabinet/pay", title="Оплата", on_load=[ShellState.frame, PayState.open])
def pay() -> rx.Component:
    return cabinet_page(
        rx.cond(
            PayState.ready,
            rx.cond(
                PayState.owing.length() > 0,
                columns(
                    stack(_waiting(), _form()),
                    stack(_all_accounts(), rx.cond(PayState.offered, _safety(), rx.fragment())),
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
            rx.cond(PayState.offered, _fields(), _elsewhere()),
        ),
    )


def _fields() -> rx.Component:
    return rx.fragment(
        form(
            rx.el.div(_amount(), key=PayState.version.to_string()),
            radios(
                "Как платить", "method", METHODS, chosen="card", error=PayState.errors["method"]
            ),
            rx.el.div(_email(), key=PayState.email),
            form_notice(PayState.errors["form"]),
            submit_button("Оплатить", PayState.busy),
            on_submit=PayState.pay,
        ),
        _leaving(),
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


def _amount() -> rx.Component:
    return field(
        "Сумма, ₽",
        "amount",
        error=PayState.errors["amount"],
        hint="Можно заплатить весь долг, часть или вперёд.",
        input_mode="decimal",
        auto_complete="off",
        default_value=PayState.amount,
    )


def _email() -> rx.Component:
    return field(
        "Почта для чека",
        "email",
        type="email",
        error=PayState.errors["email"],
        hint="Сюда придёт письмо с подтверждением платежа.",
        auto_complete="email",
        default_value=PayState.email,
    )


def _leaving() -> rx.Component:
    """lk.js follows the link at once; if it cannot, the person does."""
    link = anchor(
        "Перейти на страницу банка",
        href=PayState.leave_to,
        file=True,
        data_leave=PayState.press,
        class_name="link leave-mark",
    )
    shown = said(PayState.leave_to, rx.el.p(link))
    return rx.el.div(shown, role="status", class_name="empty:hidden")


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
    lines = rows(
        rx.foreach(PayState.owing, _owing),
        row("Всего к оплате", PayState.total, total=True),
    )
    switch = rx.cond(
        PayState.all_at_once,
        quiet_button("Платить за один счёт", on_click=PayState.choose_all(False)),
        quiet_button("Оплатить всё сразу", on_click=PayState.choose_all(True)),
    )
    return rx.cond(PayState.several, card(rx.el.h2("Все счета"), lines, switch), rx.fragment())


def _owing(line: rx.Var[Owing]) -> rx.Component:
    return row(line.label, line.balance, line.due, tone=line.tone)


def _safety() -> rx.Component:
    demo = notice(
        rx.el.p("Оплату принимает демонстрационный банк: деньги не списываются."), tone="info"
    )
    return stack(
        rx.cond(PayState.demo, demo, rx.fragment()),
        details(
            "Куда пойдут деньги",
            rx.el.p(
                "Сначала на самый старый долг, потом на следующие, в последнюю очередь на "
                "пени. Что останется, пойдёт в счёт будущих начислений.",
                class_name="soft",
            ),
            rx.el.p(
                "Номер карты вводится на странице банка, мы его не видим и не храним.",
                class_name="soft",
            ),
        ),
    )


def _no_account() -> rx.Component:
    return empty_state(
        "Платить пока не за что",
        "Подключите лицевой счёт: здесь появится долг и форма оплаты.",
        primary_button("Подключить счёт", href="/cabinet/link"),
        picture="pay",
    )
