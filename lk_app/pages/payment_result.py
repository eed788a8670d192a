"""/cabinet/pay/result"""

import reflex as rx

from lk_app.components.cards import card, details, figure, notice, row, rows, said, skeleton, stack
from lk_app.components.forms import primary_button, quiet_button
from lk_app.components.shell import cabinet_page
from lk_app.states.payment_result import BalanceLine, PaymentResultState, StepLine
from lk_app.states.shell import ShellState

State = PaymentResultState
TONES = ("ok", "debt", "info")


@rx.page("/cabinet/pay/result", title="Платёж", on_load=[ShellState.frame, State.open, State.watch])
def payment_result() -> rx.Component:
    return cabinet_page(
        rx.cond(
            State.ready,
            rx.cond(State.refusal, notice(State.refusal, tone="debt"), _payment()),
            skeleton("28rem"),
        ),
        title=State.title,
        active="pay",
        back=("Оплата", "/cabinet/pay"),
    )


def _payment() -> rx.Component:
    return stack(
        rx.match(
            State.tone,
            *(
                (tone, notice(State.outcome, tone=tone, live=True))
                for tone in ("ok", "debt", "info")
            ),
            notice(State.outcome, tone="warn", live=True),
        ),
        card(
            figure("Сумма платежа", State.amount, State.method),
            rows(
                rx.foreach(State.balances, _balance),
                row("Номер платежа", rx.el.span(State.number, class_name="num")),
                rx.cond(State.again, rx.fragment(), row(State.letter, State.contact)),
            ),
            _actions(),
        ),
        details("Что происходило с платежом", rows(rx.foreach(State.steps, _step))),
    )


def _balance(line: rx.Var[BalanceLine]) -> rx.Component:
    came = rx.cond(line.covered, f"Зачислено {line.part}: {line.covered}", "Зачислено " + line.part)
    return row(line.label, line.balance, rx.cond(State.paid, came, ""))


def _step(line: rx.Var[StepLine]) -> rx.Component:
    return row(line.what, rx.el.span(line.reference, class_name="num small soft"), line.at)


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
        ),
    )
