"""/recover: no access to the mailbox; /recover?token=… from the letter to the new one."""

import reflex as rx

from lk_app.components.cards import card, notice
from lk_app.components.forms import (
    field,
    form,
    form_notice,
    primary_button,
    quiet_button,
    submit_button,
)
from lk_app.components.people import demo_letters
from lk_app.components.shell import public_page
from lk_app.states.recovery import RecoveryState as State

TITLES = {
    "asked": "Мы отправили письмо",
    "waiting": "Почта подтверждена",
    "done": "Почта изменена",
    "dead": "Ссылка не сработала",
}


@rx.page(
    "/recover",
    title="Нет доступа к почте",
    description="Как вернуть личный кабинет, если почта потеряна: по счёту, счётчику и платежу.",
    on_load=State.open,
)
def recover() -> rx.Component:
    return public_page(
        rx.match(
            State.step,
            ("asked", _asked()),
            ("waiting", _waiting()),
            ("done", _done()),
            ("dead", _dead()),
            _ask(),
        ),
        title=rx.match(State.step, *TITLES.items(), "Нет доступа к почте"),
        narrow=True,
        way_in=False,
        back=("Вход", "/login"),
    )


def _ask() -> rx.Component:
    return card(
        rx.el.p(
            "Если помните пароль, войдите и смените почту в профиле: так быстрее. "
            "Если нет — подтвердите, что кабинет ваш, и мы заменим почту через 72 часа."
        ),
        form(
            field(
                "Номер лицевого счёта",
                "account_number",
                error=State.errors["account_number"],
                hint="Вверху квитанции. Подойдёт любой из подключённых счетов.",
                input_mode="numeric",
                auto_complete="off",
            ),
            field(
                "Номер счётчика",
                "serial",
                error=State.errors["serial"],
                hint="Заводской номер на лицевой стороне счётчика.",
                auto_complete="off",
            ),
            field(
                "Сумма последнего платежа, ₽",
                "amount",
                error=State.errors["amount"],
                hint="По этому счёту, с копейками: 1344,69.",
                input_mode="decimal",
                auto_complete="off",
            ),
            field(
                "Новая почта",
                "email",
                type="email",
                error=State.errors["email"],
                auto_complete="email",
                auto_capitalize="none",
                spell_check=False,
            ),
            rx.cond(State.which, _former(), rx.fragment()),
            form_notice(State.errors[""]),
            submit_button("Заменить почту", State.busy),
            on_submit=State.ask,
        ),
        rx.el.p(
            "Ещё ничего не платили или счётчика нет под рукой? Позвоните: ",
            rx.el.span(State.phone, class_name="num"),
            class_name="soft small",
        ),
    )


def _former() -> rx.Component:
    return field(
        "Прежняя почта или телефон",
        "former",
        error=State.errors["former"],
        auto_complete="off",
        auto_capitalize="none",
        spell_check=False,
    )


def _asked() -> rx.Component:
    return card(
        notice(
            "Откройте ссылку из письма на новой почте: без этого замены не будет.",
            tone="warn",
            title="Остался один шаг",
        ),
        rx.el.p("Почта заменится ", rx.el.strong(State.due), "."),
        rx.el.p(
            "Мы предупредили и прежнюю почту: до этого времени оттуда замену можно отменить. "
            "Потом пришлём ссылку для нового пароля.",
            class_name="soft",
        ),
        demo_letters(State.demo),
        quiet_button("Вернуться ко входу", href="/login"),
    )


def _waiting() -> rx.Component:
    return card(
        rx.el.p("Она станет почтой кабинета ", rx.el.strong(State.due), "."),
        rx.el.p(
            "Тогда мы пришлём сюда ссылку для нового пароля. Больше ничего делать не нужно.",
            class_name="soft",
        ),
        quiet_button("На главную", href="/"),
    )


def _done() -> rx.Component:
    return card(
        rx.el.p("На всех устройствах выполнен выход. Остался новый пароль."),
        primary_button("Задать новый пароль", href=State.reset_href),
    )


def _dead() -> rx.Component:
    return card(
        rx.el.p(State.reason),
        quiet_button("Войти", href="/login"),
    )
