"""The form of /cabinet/pay: how much, for which accounts, how, and where the receipt goes."""

import reflex as rx

from lk_app.components.cards import notice, said
from lk_app.components.forms import (
    anchor,
    checkbox,
    field,
    form,
    form_notice,
    select,
    submit_button,
)
from lk_app.states.payment_rows import Owing
from lk_app.states.payment_ways import Way
from lk_app.states.payments import PayState


def payment_form() -> rx.Component:
    """Sums, way and contact; then the link that leads to the bank."""
    return rx.fragment(
        form(
            rx.el.div(
                rx.cond(PayState.all_at_once, _parts(), _amount()),
                _period(),
                class_name="form",
                key=PayState.version.to_string(),
            ),
            _ways(),
            rx.el.div(_email(), key=PayState.email),
            rx.cond(PayState.keeps, _keep(), rx.fragment()),
            form_notice(PayState.errors["form"]),
            submit_button("Оплатить", PayState.busy),
            on_submit=PayState.pay,
        ),
        _leaving(),
    )


def _amount() -> rx.Component:
    return rx.el.div(
        field(
            "Сумма, ₽",
            "amount",
            error=PayState.errors["amount"],
            hint="Можно заплатить весь долг, часть или вперёд.",
            input_mode="decimal",
            auto_complete="off",
            default_value=PayState.mine.amount,
            data_sum="",
            data_debt=PayState.mine.debt,
            data_ahead=PayState.mine.ahead,
        ),
        _suggestions("Весь долг"),
        class_name="grid gap-2",
    )


def _suggestions(debt: str) -> rx.Component:
    """Sums that lk.js puts into the fields."""
    return said(
        PayState.with_month,
        rx.fragment(
            rx.el.div(
                rx.cond(PayState.mine.debt, _suggestion(debt, "debt"), rx.fragment()),
                _suggestion(PayState.with_month, "ahead"),
                class_name="flex flex-wrap gap-2",
            ),
            rx.el.p("Текущий месяц — по прогнозу: его квитанции ещё нет.", class_name="soft small"),
        ),
    )


def _suggestion(words: str | rx.Var, which: str) -> rx.Component:
    return rx.el.button(words, type="button", class_name="chip", data_fill=which)


def _parts() -> rx.Component:
    """A field for each account, and what they come to."""
    return rx.el.fieldset(
        rx.el.legend("Сумма для каждого счёта, ₽", class_name="label mb-2"),
        rx.el.div(rx.foreach(PayState.owing, _payable_part), class_name="rows"),
        rx.el.div(
            rx.el.span("Всего"),
            rx.el.output(class_name="sum total-mark", data_total=""),
            class_name="row row-total",
        ),
        _suggestions("Весь долг по всем счетам"),
        class_name="grid gap-3",
    )


def _payable_part(line: rx.Var[Owing]) -> rx.Component:
    return rx.cond(line.payable, _part(line), rx.fragment())


def _part(line: rx.Var[Owing]) -> rx.Component:
    ident = "amount-" + line.number
    error = PayState.errors[line.number]
    return rx.el.div(
        rx.el.label(
            rx.el.span(line.label, class_name="block font-medium break-words"),
            rx.el.span(line.balance, class_name=rx.cond(line.tone, f"tone-{line.tone}", "")),
            said(line.due, rx.el.span(" · ", line.due)),
            html_for=ident,
            class_name="min-w-0 small soft",
        ),
        rx.el.input(
            name=ident,
            id=ident,
            input_mode="decimal",
            auto_complete="off",
            default_value=line.amount,
            aria_label="Сумма, ₽: " + line.label,
            aria_describedby=ident + "-error",
            aria_invalid=rx.cond(error, "true", "false"),
            class_name="input num",
            data_sum="",
            data_debt=line.debt,
            data_ahead=line.ahead,
        ),
        rx.el.div(
            said(error, rx.el.p(error, class_name="error")),
            id=ident + "-error",
            role="alert",
            class_name="empty:hidden",
        ),
        class_name="part",
    )


def _period() -> rx.Component:
    return rx.cond(
        PayState.periods.length() > 0,
        select(
            "За какой период",
            "period",
            PayState.periods,
            error=PayState.errors["period"],
            default_value=PayState.period,
        ),
        rx.fragment(),
    )


def _ways() -> rx.Component:
    """Radios; which way works now is known to the state alone."""
    return rx.el.fieldset(
        rx.el.legend("Как платить", class_name="label mb-2"),
        said(PayState.down, notice(PayState.down, tone="warn", live=True)),
        rx.el.div(rx.foreach(PayState.ways, _way), class_name="grid gap-2"),
        rx.el.div(
            said(PayState.errors["method"], rx.el.p(PayState.errors["method"], class_name="error")),
            role="alert",
            class_name="empty:hidden",
        ),
        class_name="field",
        key=PayState.method + PayState.down,
    )


def _way(way: rx.Var[Way]) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio",
            name="method",
            value=way.method,
            default_checked=way.method == PayState.method,
            disabled=way.down,
        ),
        way.words,
        rx.cond(way.down, rx.el.span("не работает", class_name="soft small"), rx.fragment()),
        class_name="choice",
    )


def _keep() -> rx.Component:
    return checkbox(
        "Запомнить карту для автоплатежа",
        "keep",
        hint="Её запомнит банк, у нас останутся последние четыре цифры. Сам автоплатёж "
        "включается отдельно.",
    )


def _email() -> rx.Component:
    return field(
        "Почта для чека",
        "email",
        input_mode="email",
        error=PayState.errors["email"],
        hint="Сюда придут чек и подтверждение. Вместо почты можно указать телефон.",
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
