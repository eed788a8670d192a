"""What the profile says of a person's data: the file of everything, the deletion, who looked."""

import reflex as rx

from lk_app.components.cards import badge, card, details, heading, law, notice, row, rows, said
from lk_app.components.forms import (
    form,
    password_field,
    primary_button,
    quiet_button,
    submit_button,
)
from lk_app.states.personal_data import AccountLook
from lk_app.states.personal_data import DeletionState as Deletion
from lk_app.states.personal_data import PersonalDataState as State


def data_card() -> rx.Component:
    """«Ваши данные»: everything that is held, as a file."""
    return card(
        heading("Ваши данные"),
        rx.el.p(
            "Всё, что о вас есть в кабинете, одним файлом ZIP: счета, показания и фото, платежи, "
            "согласия, входы, письма и обращения."
        ),
        said(State.done, notice(State.done, live=True)),
        rx.match(
            State.step,
            ("making", _making()),
            ("ready", _ready()),
            ("failed", rx.fragment(_failed(), _ask())),
            _ask(),
        ),
        details(
            "Что это даёт",
            rx.el.p(
                "Вы вправе знать, какие данные о вас хранятся и зачем. Файл собирается несколько "
                "минут, лежит неделю; просить новый можно раз в сутки."
            ),
            law("152-ФЗ, ст. 14 ч. 1 и 7."),
        ),
    )


def _ask() -> rx.Component:
    return quiet_button("Собрать мои данные", narrow=True, on_click=State.ask)


def _making() -> rx.Component:
    return notice(
        rx.el.p("Когда файл будет готов, пришлём письмо. Эту страницу можно закрыть."),
        title="Собираем данные",
        live=True,
    )


def _failed() -> rx.Component:
    return notice("Файл собрать не вышло. Попросите ещё раз или напишите нам.", tone="debt")


def _ready() -> rx.Component:
    return rx.fragment(
        rx.el.div(badge("Готово", "ok"), rx.el.p(State.file, class_name="soft small mt-1")),
        rx.cond(
            State.href,
            rx.el.div(
                primary_button("Скачать ZIP", href=State.href, download=True, file=True),
                rx.el.p("Ссылка действует пять минут.", class_name="soft small"),
                role="status",
                class_name="grid gap-2",
            ),
            form(
                password_field(
                    "Ваш пароль",
                    "current_password",
                    id="data_current_password",
                    error=State.errors["current_password"],
                    auto_complete="current-password",
                ),
                submit_button("Получить ссылку", State.busy),
                on_submit=State.unlock,
            ),
        ),
    )


def deletion_card() -> rx.Component:
    """«Удалить кабинет»: what goes, what stays and why, the password, a week to think."""
    return card(
        heading("Удаление кабинета"),
        said(Deletion.done, notice(Deletion.done, tone="ok", live=True)),
        rx.cond(Deletion.due, _waits(), rx.fragment(_deletion(), key=Deletion.version.to_string())),
    )


def _waits() -> rx.Component:
    return notice(
        rx.el.p(
            "Кабинет удалим ",
            rx.el.strong(Deletion.due),
            ". До этого он работает. Если идёт платёж, дождёмся его.",
        ),
        quiet_button("Оставить кабинет", narrow=True, on_click=Deletion.call_off),
        tone="warn",
        title="Вы попросили удалить кабинет",
        live=True,
    )


def _deletion() -> rx.Component:
    return details(
        "Удалить кабинет",
        rx.el.p(
            "Сотрём имя, почту, телефон, пароль, входы, письма, уведомления, карты и подключения "
            "счетов. Автоплатежи выключатся сразу, открытые обращения закроются."
        ),
        rx.el.p(
            "Останутся лицевые счета, квитанции, показания и платежи: первичные документы хранят "
            "пять лет, а договор энергоснабжения от кабинета не зависит. Обращения и запись о "
            "согласиях — три года, без имени и почты. Долг не мешает удалению и не исчезает."
        ),
        law(
            "402-ФЗ, ст. 29; НК РФ, ст. 23; ГК РФ, ст. 196 и 540; 152-ФЗ, ст. 9 ч. 2, ст. 21 ч. 5."
        ),
        rx.el.p(
            "Удалим через семь дней: за это время можно передумать в профиле или по ссылке из "
            "письма. С той же почтой потом можно зарегистрироваться снова."
        ),
        form(
            password_field(
                "Нынешний пароль",
                "current_password",
                id="deletion_current_password",
                error=Deletion.errors["current_password"],
                auto_complete="current-password",
            ),
            submit_button("Удалить кабинет", Deletion.busy, quiet=True),
            on_submit=Deletion.ask,
        ),
    )


def looks_card() -> rx.Component:
    """«Кто смотрел»: employees who opened the person's accounts, when and why."""
    return card(
        heading("Кто смотрел"),
        rx.cond(
            State.looks,
            rows(rx.foreach(State.looks, _look)),
            rx.el.p("Сотрудники поставщика ваши счета не открывали.", class_name="soft small"),
        ),
    )


def _look(one: rx.Var[AccountLook]) -> rx.Component:
    who = rx.el.p(f"{one.who}, сотрудник поставщика", class_name="font-medium")
    return row(rx.fragment(who, rx.el.p(one.what, class_name="soft small")), rx.fragment())
