"""/cabinet/pay/autopay"""

import reflex as rx

from lk_app.components.cards import (
    card,
    columns,
    details,
    empty_state,
    heading,
    notice,
    row,
    rows,
    said,
    skeleton,
    stack,
)
from lk_app.components.forms import (
    field,
    form,
    form_notice,
    primary_button,
    quiet_button,
    radios,
    select,
    submit_button,
    text_link,
)
from lk_app.components.shell import cabinet_page
from lk_app.states.autopay import AutopayCard, AutopayState, SavedCard
from lk_app.states.shell import ShellState

State = AutopayState
TRIGGERS = [("bill", "Когда придёт квитанция"), ("day", "В выбранный день месяца")]


@rx.page("/cabinet/pay/autopay", title="Автоплатёж", on_load=[ShellState.frame, State.open])
def autopay() -> rx.Component:
    return cabinet_page(
        rx.cond(
            State.ready,
            rx.cond(State.offered, _offered(), _not_here()),
            columns(skeleton("34rem"), skeleton("16rem")),
        ),
        title="Автоплатёж",
        active="pay",
        lead="Долг платится сам: за день предупредим письмом, лишнего не спишем.",
        back=("Оплата", "/cabinet/pay"),
    )


def _offered() -> rx.Component:
    return stack(
        said(State.done, notice(State.done, tone="ok", live=True)),
        form_notice(State.errors["form"]),
        columns(
            stack(rx.foreach(State.autopays, _autopay), _new()),
            stack(_cards(), _how()),
        ),
    )


def _autopay(one: rx.Var[AutopayCard]) -> rx.Component:
    last = rx.fragment(
        rx.el.span(one.last),
        said(
            one.payment,
            rx.el.span(" ", text_link("Платёж", "/cabinet/pay/result?payment=" + one.payment)),
        ),
    )
    return card(
        heading(one.label),
        rows(
            row("Списываем", one.terms),
            row("С карты", one.card),
            row("Не больше", one.cap),
            row("Следующее списание", one.upcoming),
        ),
        said(one.last, rx.el.p("В прошлый раз, ", last, class_name="soft small")),
        quiet_button(
            "Выключить", aria_label="Выключить: " + one.label, on_click=State.turn_off(one.id)
        ),
        class_name="autopay",
    )


def _new() -> rx.Component:
    return rx.cond(
        State.cards.length() > 0,
        rx.cond(State.free.length() > 0, _form(), rx.fragment()),
        empty_state(
            "Сначала сохраните карту",
            "Заплатите один раз картой и отметьте «Запомнить карту для автоплатежа».",
            primary_button("Перейти к оплате", href="/cabinet/pay"),
            picture="pay",
        ),
    )


def _form() -> rx.Component:
    """Open at once for the first, one tap away for another account."""
    return rx.cond(
        State.autopays.length() > 0,
        card(details("Включить для другого счёта", _fields()), key=State.version.to_string()),
        card(heading("Включить автоплатёж"), _fields(), key=State.version.to_string()),
    )


def _fields() -> rx.Component:
    return form(
        select("Лицевой счёт", "account", State.free, error=State.errors["account"]),
        select("Карта", "card", State.card_choices, error=State.errors["card"]),
        radios(
            "Когда списывать",
            "trigger",
            TRIGGERS,
            chosen="bill",
            error=State.errors["trigger"],
        ),
        rx.el.div(
            select("Какого числа", "day", State.days, error=State.errors["day"]),
            class_name="on-a-day",
        ),
        field(
            "Не больше, ₽",
            "cap",
            error=State.errors["cap"],
            hint="Если долг окажется больше, ничего не спишем и напишем вам.",
            input_mode="decimal",
            auto_complete="off",
        ),
        rx.el.div(_contact(), key=State.contact),
        submit_button("Включить автоплатёж", State.busy),
        on_submit=State.turn_on,
    )


def _contact() -> rx.Component:
    return field(
        "Почта для чека",
        "contact",
        error=State.errors["contact"],
        hint="Или телефон: чек придёт в СМС. Предупреждения всегда приходят на вашу почту.",
        input_mode="email",
        auto_complete="email",
        default_value=State.contact,
    )


def _cards() -> rx.Component:
    content = card(heading("Сохранённые карты"), rows(rx.foreach(State.cards, _saved_card)))
    return rx.cond(State.cards.length() > 0, content, rx.fragment())


def _saved_card(one: rx.Var[SavedCard]) -> rx.Component:
    forget = quiet_button(
        "Забыть карту",
        narrow=True,
        aria_label="Забыть карту " + one.title,
        on_click=State.forget(one.id),
    )
    return row(one.title, forget, one.saved)


def _how() -> rx.Component:
    return details(
        "Как это работает",
        rx.el.p(
            "За день до списания приходит письмо с суммой и датой. Списывается долг на этот "
            "день, но не больше суммы из письма: если вы заплатили раньше, — только остаток.",
            class_name="soft",
        ),
        rx.el.p(
            "За одну квитанцию или один день деньги списываются один раз. Если банк отказал, "
            "повторять не будем и напишем вам.",
            class_name="soft",
        ),
        rx.el.p(
            "Номер карты хранит банк, у нас его нет. Автоплатёж закончится, если вы отключите "
            "счёт, забудете карту или переедете.",
            class_name="soft",
        ),
    )


def _not_here() -> rx.Component:
    return empty_state(
        "Автоплатежа здесь нет",
        "Банк, через который принимаются платежи, не списывает деньги с сохранённых карт. "
        "Подключите автоплатёж в приложении своего банка по номеру лицевого счёта.",
        primary_button("Перейти к оплате", href="/cabinet/pay"),
        picture="pay",
    )
