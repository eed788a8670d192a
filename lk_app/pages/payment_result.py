"""/cabinet/pay/result: the payment's own page."""

import reflex as rx

from lk_app.components.cards import (
    card,
    columns,
    figure,
    heading,
    notice,
    row,
    rows,
    said,
    skeleton,
    stack,
)
from lk_app.components.forms import primary_button, quiet_button
from lk_app.components.shell import cabinet_page
from lk_app.states.payment_result import BalanceLine, PaymentResultState, StepLine
from lk_app.states.shell import ShellState

State = PaymentResultState


@rx.page("/cabinet/pay/result", title="Платёж", on_load=[ShellState.frame, State.open, State.watch])
def payment_result() -> rx.Component:
    return cabinet_page(
        rx.cond(
            State.ready,
            rx.cond(
                State.refusal,
                notice(State.refusal, tone="debt"),
                stack(_outcome(), columns(_payment(), stack(_receipt(), _steps()))),
            ),
            columns(skeleton("28rem"), skeleton("20rem")),
        ),
        title=State.title,
        active="pay",
        back=("Оплата", "/cabinet/pay"),
    )


def _outcome() -> rx.Component:
    return rx.match(
        State.tone,
        *((tone, notice(State.outcome, tone=tone, live=True)) for tone in ("ok", "debt", "info")),
        notice(State.outcome, tone="warn", live=True),
    )


def _payment() -> rx.Component:
    return card(
        figure("Сумма платежа", State.amount, State.method),
        rows(
            rx.foreach(State.balances, _balance),
            said(State.returned, row("Возвращено", State.returned)),
            row("Номер платежа", rx.el.span(State.number, class_name="num")),
        ),
        _actions(),
    )


def _balance(line: rx.Var[BalanceLine]) -> rx.Component:
    came = rx.cond(line.covered, line.covered, "Зачислено " + line.part)
    return row(line.label, line.balance, rx.cond(State.paid, came, ""))


def _actions() -> rx.Component:
    return stack(
        said(State.again, primary_button("Попробовать ещё раз", href=State.again)),
        said(
            State.checkout_url,
            primary_button("Вернуться на страницу банка", href=State.checkout_url, file=True),
        ),
        rx.cond(
            State.waiting,
            quiet_button("Проверить ещё раз", on_click=State.check),
            rx.fragment(),
        ),
        rx.cond(State.paid, primary_button("На главную", href="/cabinet"), rx.fragment()),
        quiet_button(
            "Скачать подтверждение",
            href="/api/documents/payments/" + State.number + ".pdf",
            file=True,
            download=True,  # without it the browser begins to leave, and Reflex hangs up
        ),
    )


def _receipt() -> rx.Component:
    """Of a payment that was counted: the cash register's receipt, and both letters once more."""
    content = card(
        heading("Кассовый чек"),
        said(State.receipt, rx.el.p(State.receipt)),
        said(State.receipt_numbers, rx.el.p(State.receipt_numbers, class_name="font-medium")),
        rows(row("Куда отправлен", rx.el.span(State.contact, class_name="break-words"))),
        said(State.sent_again, notice(State.sent_again, tone="ok", live=True)),
        said(State.send_error, notice(State.send_error, tone="debt", live=True)),
        quiet_button("Отправить ещё раз", on_click=State.send_again),
    )
    return rx.cond(State.paid, content, rx.fragment())


def _steps() -> rx.Component:
    return card(
        heading("Ход платежа"), rx.el.ol(rx.foreach(State.steps, _step), class_name="trail")
    )


def _step(line: rx.Var[StepLine]) -> rx.Component:
    return rx.el.li(
        rx.el.p(line.what, class_name="font-medium"),
        said(line.detail, rx.el.p(line.detail, class_name="small")),
        rx.el.p(line.at, class_name="soft small"),
        said(line.reference, rx.el.p(line.reference, class_name="num soft small break-all")),
    )
