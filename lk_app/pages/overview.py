"""/cabinet"""

import reflex as rx

from lk_app.components.cards import (
    badge_of,
    card,
    columns,
    details,
    empty_state,
    figure,
    heading,
    notice,
    row,
    rows,
    said,
    skeleton,
    stack,
    window_bar,
)
from lk_app.components.forms import (
    field,
    form,
    primary_button,
    quiet_button,
    submit_button,
    text_link,
)
from lk_app.components.shell import cabinet_page
from lk_app.states.overview import AccountCard, OverviewState
from lk_app.states.shell import ShellState


@rx.page("/cabinet", title="Главная", on_load=[ShellState.frame, OverviewState.open])
def overview() -> rx.Component:
    shown = rx.cond(OverviewState.cards.length() > 0, _accounts(), _nothing())
    return cabinet_page(
        rx.cond(OverviewState.ready, shown, skeleton("32rem")),
        title="Ваши счета",
        active="home",
    )


def _accounts() -> rx.Component:
    return columns(
        stack(_window(), _total()),
        stack(
            rx.foreach(OverviewState.cards, _account),
            quiet_button("Подключить ещё счёт", icon="plus", href="/cabinet/link"),
        ),
    )


def _nothing() -> rx.Component:
    return empty_state(
        "Подключите лицевой счёт",
        "Нужны адрес и номер счёта: он напечатан вверху квитанции. После этого здесь будут "
        "показания, квитанции и оплата.",
        primary_button("Подключить счёт", href="/cabinet/link"),
        picture="plus",
    )


def _window() -> rx.Component:
    urgent = card(
        rx.el.h2(OverviewState.window_title, class_name="tone-warn"),
        window_bar(OverviewState.percent),
        rx.el.p(OverviewState.window_text),
        rx.el.p(OverviewState.awaiting_words),
        primary_button("Передать показания", href="/cabinet/readings"),
        warn=True,
    )
    calm = card(
        rx.el.h2(OverviewState.window_title),
        rx.cond(
            OverviewState.awaiting > 0,
            rx.el.p(OverviewState.window_text, class_name="soft"),
            rx.el.p("По всем счетам показания уже есть.", class_name="soft"),
        ),
        quiet_button("Показания", icon="readings", href="/cabinet/readings"),
    )
    is_urgent = OverviewState.window_open & (OverviewState.awaiting > 0)
    return rx.cond(is_urgent, urgent, calm)


def _total() -> rx.Component:
    return rx.cond(
        OverviewState.cards.length() > 1,
        card(
            figure(
                "Всего к оплате",
                OverviewState.total,
                OverviewState.total_note,
                tone=OverviewState.total_tone,
            ),
        ),
        rx.fragment(),
    )


def _account(one: rx.Var[AccountCard]) -> rx.Component:
    return card(
        heading(one.name, rx.el.span("№\u00a0", one.printed, class_name="soft small num")),
        rx.el.p(one.address, class_name="soft small"),
        rx.el.div(
            rx.el.p(one.balance, class_name=rx.cond(one.tone, "sum num tone-debt", "sum num")),
            said(one.due, rx.el.p(one.due, class_name="soft small")),
        ),
        rx.el.div(badge_of(one.task, one.task_tone)),
        said(one.stop, notice(one.stop, tone="warn")),
        rx.el.nav(
            text_link("Показания", f"/cabinet/readings?account={one.number}", alone=True),
            text_link("Оплатить", f"/cabinet/pay?account={one.number}", alone=True),
            text_link("Детализация", f"/cabinet/history?account={one.number}", alone=True),
            class_name="small flex flex-wrap gap-x-4",
            aria_label=f"Счёт {one.printed}",
        ),
        details("Название и доступ", _name(one), _proof(one), _detach(one)),
        key=one.number,
        custom_attrs={"data-account": one.number},
    )


def _name(one: rx.Var[AccountCard]) -> rx.Component:
    return form(
        _which(one),
        field(
            "Своё название",
            "name",
            id=f"name-{one.number}",
            default_value=one.own_name,
            error=one.name_error,
            hint="Видно только вам: «Мама», «Дача».",
        ),
        submit_button("Сохранить название", quiet=True),
        said(one.saved, rx.el.p(one.saved, role="status", class_name="soft small")),
        on_submit=OverviewState.rename,
    )


def _proof(one: rx.Var[AccountCard]) -> rx.Component:
    ask = form(
        _which(one),
        rx.el.p(
            "Прошлые квитанции и имя потребителя откроются после проверки: введите заводской "
            "номер счётчика."
        ),
        field(
            "Заводской номер счётчика",
            "serial",
            id=f"serial-{one.number}",
            error=one.serial_error,
            hint="Напечатан на лицевой стороне, часто под штрихкодом.",
            auto_complete="off",
        ),
        submit_button("Открыть прошлое", quiet=True),
        on_submit=OverviewState.prove,
    )
    return rx.cond(one.proven, rows(row("Потребитель", one.holder)), ask)


def _detach(one: rx.Var[AccountCard]) -> rx.Component:
    return details(
        "Отключить счёт",
        rx.el.p("Счёт исчезнет из кабинета. Начисления и платежи у поставщика останутся."),
        quiet_button("Отключить", look="danger", on_click=OverviewState.detach(one.number)),
    )


def _which(one: rx.Var[AccountCard]) -> rx.Component:
    return rx.el.input(type="hidden", name="account", value=one.number)
