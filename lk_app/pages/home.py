"""/"""

import reflex as rx

from lk_app.components.cards import card, columns, details, door, rows, skeleton, stack, window_bar
from lk_app.components.forms import primary_button, quiet_button, text_link
from lk_app.components.shell import public_page
from lk_app.states.home import HomeState


@rx.page(
    "/",
    title="Электроэнергия: показания, квитанции, оплата",
    description="Передать показания, получить квитанцию, оплатить электроэнергию и распечатать "
    "детализацию.",
    on_load=[HomeState.greet, HomeState.open],
)
def home() -> rx.Component:
    return public_page(
        columns(stack(_window(), _way_in()), stack(_doors(), _help())),
        title="Показания и\u00a0оплата электроэнергии",
    )


def _window() -> rx.Component:
    send = "Передать показания"
    running_out = card(
        rx.el.h2(HomeState.title, class_name="tone-warn"),
        window_bar(HomeState.percent),
        rx.el.p(HomeState.text),
        primary_button(send, href="/cabinet/readings"),
        warn=True,
    )
    calm = card(
        rx.el.h2(HomeState.title),
        rx.el.p(HomeState.text, class_name="soft"),
        primary_button(send, href="/cabinet/readings"),
    )
    shown = rx.cond(HomeState.is_open, running_out, calm)
    return rx.el.div(rx.cond(HomeState.ready, shown, skeleton("auto")), class_name="home-window")


def _way_in() -> rx.Component:
    return rx.cond(
        HomeState.signed_in,
        rx.fragment(),
        card(
            rx.el.h2("Ещё нет входа?"),
            rx.el.p(
                "Понадобятся почта и номер лицевого счёта — он напечатан на квитанции.",
                class_name="soft",
            ),
            quiet_button("Зарегистрироваться", href="/register"),
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
                "64101-001-01. Дефисы и пробелы вводить не обязательно.",
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
            text_link(HomeState.phone, "tel:" + HomeState.phone, class_name="link num"),
            ", или напишите: ",
            text_link(HomeState.email, "mailto:" + HomeState.email),
            ".",
            class_name="soft small",
        ),
    )
