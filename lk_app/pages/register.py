"""/register"""

import reflex as rx

from lk_app.components.captcha import captcha
from lk_app.components.cards import card, notice, said
from lk_app.components.forms import (
    checkbox,
    field,
    form,
    form_notice,
    quiet_button,
    submit_button,
    text_link,
)
from lk_app.components.people import demo_letters, new_password
from lk_app.components.shell import public_page
from lk_app.states.registration import RegistrationState as State


@rx.page(
    "/register",
    title="Регистрация",
    description="Регистрация в личном кабинете: нужны почта, телефон и номер лицевого счёта.",
    on_load=State.open,
)
def register() -> rx.Component:
    return public_page(
        rx.cond(State.sent_to, _sent(), _form()),
        title=rx.cond(State.sent_to, "Мы отправили письмо", "Регистрация"),
        narrow=True,
        way_in=False,
    )


def _form() -> rx.Component:
    return card(
        form(
            _field("Фамилия", "last_name", auto_complete="family-name"),
            _field("Имя", "first_name", auto_complete="given-name"),
            _field("Отчество", "patronymic", hint="Если есть.", auto_complete="additional-name"),
            _field(
                "Электронная почта",
                "email",
                type="email",
                hint="На неё придёт письмо со ссылкой.",
                auto_complete="email",
                auto_capitalize="none",
                spell_check=False,
            ),
            _field("Мобильный телефон", "phone", type="tel", auto_complete="tel"),
            new_password(State),
            _consents(),
            captcha(error=State.errors["captcha"], key=State.captcha_round),
            form_notice(State.errors[""]),
            submit_button("Зарегистрироваться", State.busy),
            on_submit=State.submit,
        ),
        rx.el.p("Уже есть кабинет? ", text_link("Войдите", "/login"), class_name="soft small"),
    )


def _field(label: str, name: str, **props: object) -> rx.Component:
    return field(label, name, error=State.errors[name], **props)


def _consents() -> rx.Component:
    return rx.fragment(
        checkbox(
            "Согласие на обработку персональных данных",
            "consent",
            hint=text_link("Прочитать согласие", "/consent", target="_blank"),
            error=State.errors["consent"],
        ),
        checkbox("Присылать новости и объявления на почту", "news", hint="По желанию."),
    )


def _sent() -> rx.Component:
    return card(
        rx.el.p(
            "Письмо ушло на ",
            rx.el.strong(State.sent_to),
            ". Откройте ссылку из него в течение 24 часов: можно и на другом устройстве.",
        ),
        rx.el.p("Если письма нет несколько минут, загляните в папку «Спам».", class_name="soft"),
        rx.el.div(
            said(State.resent, notice(State.resent, tone="info")),
            role="status",
            class_name="empty:hidden",
        ),
        form_notice(State.resend_error),
        quiet_button("Отправить письмо ещё раз", on_click=State.resend),
        quiet_button("Указать другую почту", look="plain", on_click=State.again),
        demo_letters(State.demo),
    )
