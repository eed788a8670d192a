"""/"""

import reflex as rx

from lk_app.components.cards import card, columns, details, door, rows, stack
from lk_app.components.forms import quiet_button, text_link
from lk_app.components.island import beside, content
from lk_app.components.shell import public_page
from lk_app.states.public import PublicState
from lk_app.states.shell import ShellState


@rx.page(
    "/",
    title="Электроэнергия: показания, квитанции, оплата",
    on_load=[PublicState.greet, PublicState.open],
)
def home() -> rx.Component:
    return public_page(
        columns(stack(content(), _way_in()), stack(_doors(), _help())),
        beside(class_name="columns"),
        title="Показания и\u00a0оплата электроэнергии",
    )


def _way_in() -> rx.Component:
    return rx.cond(
        PublicState.signed_in,
        rx.fragment(),
        card(
            rx.el.h2("Ещё нет входа?"),
            rx.el.p(
                "Понадобятся почта и номер лицевого счёта — он напечатан на квитанции.",
                class_name="soft",
            ),
            quiet_button("Зарегистрироваться", href="/register"),
            rx.el.p(text_link("Передать или оплатить без входа", "/guest", alone=True)),
        ),
    )


def _doors() -> rx.Component:
    return card(
        rows(
            door("bills", "Квитанции", "/cabinet/bills", "Из чего сложилась сумма"),
            door("pay", "Оплата", "/cabinet/pay", "Картой или через СБП"),
            door("history", "Детализация", "/cabinet/history", "Все начисления и платежи, PDF"),
            door("tariffs", "Тарифы", "/tariffs", "Сколько стоит киловатт\u2011час"),
        ),
        class_name="card-doors",
    )


def _help() -> rx.Component:
    return card(
        details(
            "Где найти номер лицевого счёта",
            rx.el.p(
                "На бумажной квитанции, вверху, рядом с адресом: десять цифр, например "
                "64100-000-00. Дефисы и пробелы вводить не обязательно.",
                class_name="soft",
            ),
        ),
        details(
            "Как снять показания",
            rx.el.p(
                "Перепишите цифры со счётчика слева направо, до запятой. У двухтарифного счётчика "
                "день обозначен Т1, ночь — Т2.",
                class_name="soft",
            ),
        ),
        rx.el.p(
            "Не получается — позвоните: ",
            text_link(ShellState.phone, "tel:" + ShellState.phone, class_name="link num"),
            ", или напишите: ",
            text_link(ShellState.email, "mailto:" + ShellState.email),
            ".",
            class_name="soft small",
        ),
    )
