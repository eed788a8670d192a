"""/cabinet/link"""

import reflex as rx

from lk_app.components.cards import card, notice, said
from lk_app.components.forms import (
    address_search,
    field,
    form,
    primary_button,
    quiet_button,
    submit_button,
)
from lk_app.components.shell import cabinet_page
from lk_app.states.links import HouseOption, LinkRow, LinkState
from lk_app.states.shell import ShellState


@rx.page("/cabinet/link", title="Подключить счёт", on_load=[ShellState.frame, LinkState.open])
def link() -> rx.Component:
    return cabinet_page(
        _done(),
        form(
            rx.foreach(LinkState.rows, _row),
            quiet_button("Добавить ещё", icon="plus", on_click=LinkState.add_row),
            submit_button("Подключить"),
            on_submit=LinkState.attach,
        ),
        title="Подключить счёт",
        lead="Адрес и номер лицевого счёта напечатаны вверху любой квитанции.",
        back=("Главная", "/cabinet"),
        active="",
    )


def _done() -> rx.Component:
    return rx.el.div(
        said(
            LinkState.summary,
            notice(
                rx.el.ul(rx.foreach(LinkState.attached, lambda words: rx.el.li(words))),
                rx.cond(
                    LinkState.asks_proof_later,
                    rx.el.p(
                        "Прошлые квитанции откроются, когда на главной вы введёте номер счётчика."
                    ),
                    rx.fragment(),
                ),
                primary_button("К моим счетам", href="/cabinet"),
                title=LinkState.summary,
                tone="ok",
            ),
        ),
        role="status",
        class_name="empty:hidden",
    )


def _row(one: rx.Var[LinkRow]) -> rx.Component:
    return card(
        _house(one),
        rx.cond(one.has_apartments, _apartment(one), rx.fragment()),
        field(
            "Номер лицевого счёта",
            f"account_number-{one.key}",
            error=one.account_number_error,
            hint="Можно с дефисами и пробелами; подойдёт и единый лицевой счёт.",
            default_value=one.account_number,
            auto_complete="off",
        ),
        rx.cond(LinkState.asks_serial, _serial(one), rx.fragment()),
        field(
            "Своё название",
            f"name-{one.key}",
            error=one.name_error,
            hint="Необязательно: «Мама», «Дача».",
            default_value=one.name,
            auto_complete="off",
        ),
        rx.cond(
            LinkState.rows.length() > 1,
            quiet_button("Убрать этот счёт", look="plain", on_click=LinkState.remove_row(one.key)),
            rx.fragment(),
        ),
        key=one.key,
    )


def _house(one: rx.Var[LinkRow]) -> rx.Component:
    return address_search(
        "Адрес дома",
        f"house-{one.key}",
        one.options,
        lambda option: _option(one, option),
        error=one.house_error,
        hint="Начните с улицы: «Плякина 3».",
        nothing=one.searched & (one.options.length() == 0),
        default_value=one.house,
        on_change=LinkState.search(one.key).debounce(200),
    )


def _apartment(one: rx.Var[LinkRow]) -> rx.Component:
    return field(
        "Квартира",
        f"apartment-{one.key}",
        error=one.apartment_error,
        default_value=one.apartment,
        auto_complete="off",
    )


def _serial(one: rx.Var[LinkRow]) -> rx.Component:
    return field(
        "Заводской номер счётчика",
        f"serial-{one.key}",
        error=one.serial_error,
        hint="Напечатан на лицевой стороне, часто под штрихкодом.",
        default_value=one.serial,
        auto_complete="off",
    )


def _option(one: rx.Var[LinkRow], option: rx.Var[HouseOption]) -> rx.Component:
    return rx.el.li(
        option.label,
        role="option",
        aria_selected="false",
        tab_index=-1,
        id=f"option-{one.key}-{option.id}",
        on_click=LinkState.pick(one.key, option.id),
    )
