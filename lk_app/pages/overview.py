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
from lk_app.states.announcements import AnnouncementLine, AnnouncementsState
from lk_app.states.overview import AccountCard, OverviewState
from lk_app.states.recent import RecentLine, RecentState
from lk_app.states.shell import ShellState


@rx.page(
    "/cabinet",
    title="Главная",
    on_load=[
        ShellState.frame,
        OverviewState.open,
        RecentState.open,
        AnnouncementsState.open,
    ],
)
def overview() -> rx.Component:
    shown = rx.cond(OverviewState.cards.length() > 0, _accounts(), _nothing())
    return cabinet_page(
        rx.cond(OverviewState.ready, shown, columns(skeleton("32rem"), skeleton("32rem"))),
        title="Ваши счета",
        lead=OverviewState.moving,
        active="home",
    )


def _accounts() -> rx.Component:
    return columns(
        stack(_window(), _total(), _announced(), _recent()),
        stack(
            rx.foreach(OverviewState.cards, _account),
            quiet_button("Подключить ещё счёт", icon="plus", href="/cabinet/link"),
        ),
        class_name="regroup",
    )


def _announced() -> rx.Component:
    """What concerns the person's own houses; nothing where nothing was announced."""
    return rx.cond(
        AnnouncementsState.lines.length() > 0,
        card(
            heading("По вашим домам", text_link("Все новости", "/news", alone=True)),
            rows(rx.foreach(AnnouncementsState.lines, _announcement)),
            class_name="later",
        ),
        rx.fragment(),
    )


def _announcement(one: rx.Var[AnnouncementLine]) -> rx.Component:
    return rx.el.div(
        rx.el.p(one.on, class_name="soft small"),
        text_link(one.title, one.href, class_name="link headline-link"),
        said(one.summary, rx.el.p(one.summary, class_name="soft")),
        class_name="headline",
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
        said(OverviewState.awaiting_words, rx.el.p(OverviewState.awaiting_words)),
        primary_button("Передать показания", href="/cabinet/readings"),
        warn=True,
    )
    calm = card(
        rx.el.h2(OverviewState.window_title),
        rx.cond(
            OverviewState.awaiting > 0,
            rx.el.p(OverviewState.window_text, class_name="soft"),
            rx.el.p("Сейчас передавать показания не нужно.", class_name="soft"),
        ),
        quiet_button("Показания", icon="readings", href="/cabinet/readings"),
    )
    asked = rx.cond(OverviewState.urgent, urgent, calm)
    return rx.cond(OverviewState.asks, asked, rx.fragment())


def _total() -> rx.Component:
    """What is owed; its button is the screen's first one when no reading waits."""
    words = rx.cond(OverviewState.several, "Оплатить всё", "Оплатить")
    href = rx.cond(OverviewState.several, "/cabinet/pay?all=1", "/cabinet/pay")
    pay = rx.cond(
        OverviewState.urgent, quiet_button(words, href=href), primary_button(words, href=href)
    )
    return card(
        figure(
            OverviewState.total_label,
            OverviewState.total,
            OverviewState.total_note,
            tone=OverviewState.total_tone,
        ),
        rx.cond(OverviewState.owes, pay, rx.fragment()),
    )


def _recent() -> rx.Component:
    whose = rx.el.span(RecentState.account_label, class_name="soft small")
    everything = f"/cabinet/history?account={RecentState.account}"
    shown = card(
        heading("Последние операции", whose),
        rows(rx.foreach(RecentState.lines, _operation)),
        text_link("Детализация", everything, alone=True),
        class_name="later card-foot",
    )
    return rx.cond(RecentState.lines.length() > 0, shown, rx.fragment())


def _operation(one: rx.Var[RecentLine]) -> rx.Component:
    return row(one.what, one.amount, one.on, tone=one.tone)


def _account(one: rx.Var[AccountCard]) -> rx.Component:
    return card(
        rx.el.div(
            heading(one.name, rx.el.span("№\u00a0", one.printed, class_name="soft small num")),
            said(one.address, rx.el.p(one.address, class_name="soft small")),
        ),
        rx.cond(OverviewState.several, _balance(one), rx.fragment()),
        rx.el.div(badge_of(one.task, one.task_tone)),
        said(one.stop, notice(one.stop, tone="warn")),
        said(one.farewell, rx.el.p(one.farewell, class_name="soft")),
        rows(_ways(one), details("Название и доступ", _name(one), _proof(one), _detach(one))),
        class_name="card-foot",
        key=one.number,
        custom_attrs={"data-account": one.number},
    )


def _balance(one: rx.Var[AccountCard]) -> rx.Component:
    tone = rx.cond(one.tone, f"sum num tone-{one.tone}", "sum num")
    return rx.el.div(
        rx.el.p(one.balance, class_name=tone),
        said(one.due, rx.el.p(one.due, class_name="soft small")),
    )


def _ways(one: rx.Var[AccountCard]) -> rx.Component:
    read = text_link("Показания", f"/cabinet/readings?account={one.number}", alone=True)
    bills = text_link("Квитанции", f"/cabinet/bills?account={one.number}", alone=True)
    pay = text_link("Оплатить", f"/cabinet/pay?account={one.number}", alone=True)
    return rx.el.nav(
        rx.cond(one.closed, bills, read),
        rx.cond(one.payable, pay, rx.fragment()),
        text_link("Детализация", f"/cabinet/history?account={one.number}", alone=True),
        class_name="account-ways",
        aria_label=f"Счёт {one.printed}",
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
