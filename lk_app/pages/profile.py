"""/cabinet/profile"""

import reflex as rx

from lk_app.components.cards import (
    badge,
    card,
    columns,
    details,
    door,
    heading,
    law,
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
    password_field,
    quiet_button,
    submit_button,
    text_link,
)
from lk_app.components.notices import notices_card
from lk_app.components.people import demo_letters, new_password
from lk_app.components.personal_data import data_card, deletion_card, looks_card
from lk_app.components.shell import cabinet_page
from lk_app.states.consent import GivenConsentsState as Consents
from lk_app.states.notices import NoticesState as Notices
from lk_app.states.open_sessions import OpenSession
from lk_app.states.open_sessions import OpenSessionsState as Sessions
from lk_app.states.personal_data import DeletionState, PersonalDataState
from lk_app.states.profile import EmailState, NameState, PasswordState, PhoneState, ProfileState
from lk_app.states.shell import ShellState


@rx.page(
    "/cabinet/profile",
    title="Профиль",
    on_load=[
        *(ShellState.frame, ProfileState.show, Sessions.show, Consents.show, Notices.show),
        *(PersonalDataState.show, DeletionState.show),
    ],
)
def profile() -> rx.Component:
    return cabinet_page(
        rx.cond(
            ProfileState.ready,
            stack(
                said(ProfileState.recovery, _recovery()),
                columns(
                    stack(
                        *(_name(), _email(), _phone(), _password()),
                        *(_last(data_card()), _last(_consents()), _last(deletion_card())),
                    ),
                    stack(notices_card(ProfileState.email), _autopay(), _sessions(), looks_card()),
                    class_name="regroup",
                ),
            ),
            skeleton("64rem"),
        ),
        title="Профиль",
        active="profile",
        lead="Почту, телефон и пароль меняют только с нынешним паролем.",
    )


def _last(card: rx.Component) -> rx.Component:
    """On a phone it stands below what is needed more often."""
    return rx.el.div(card, class_name="later")


def _recovery() -> rx.Component:
    return notice(
        rx.el.p(
            "Назвали номер счёта, номер счётчика и сумму платежа. Новая почта заменит вашу ",
            rx.el.strong(ProfileState.recovery),
            ". Если просили не вы, смените пароль: замена отменится.",
        ),
        tone="warn",
        title="Кто-то просит заменить вашу почту",
    )


def _name() -> rx.Component:
    return card(
        heading("Фамилия, имя, отчество"),
        rx.el.p(
            f"{ProfileState.last_name} {ProfileState.first_name} {ProfileState.patronymic}",
            class_name="font-medium",
        ),
        _done(NameState.done),
        _change(
            "Изменить ФИО",
            NameState,
            field(
                "Фамилия",
                "last_name",
                id="name_last_name",
                error=NameState.errors["last_name"],
                default_value=ProfileState.last_name,
                auto_complete="family-name",
            ),
            field(
                "Имя",
                "first_name",
                id="name_first_name",
                error=NameState.errors["first_name"],
                default_value=ProfileState.first_name,
                auto_complete="given-name",
            ),
            field(
                "Отчество",
                "patronymic",
                id="name_patronymic",
                error=NameState.errors["patronymic"],
                default_value=ProfileState.patronymic,
                hint="Если есть.",
                auto_complete="additional-name",
            ),
            submit_button("Сохранить ФИО", NameState.busy),
        ),
    )


def _email() -> rx.Component:
    return card(
        heading("Электронная почта"),
        rx.el.p(ProfileState.email, class_name="font-medium break-words"),
        _done(EmailState.done),
        said(ProfileState.awaited, _awaited()),
        _change(
            "Изменить почту",
            EmailState,
            field(
                "Новая почта",
                "email",
                id="email_email",
                type="email",
                error=EmailState.errors["email"],
                hint="Пришлём на неё письмо. Почта изменится, когда вы откроете ссылку из него.",
                auto_complete="email",
                auto_capitalize="none",
                spell_check=False,
            ),
            _current_password(EmailState, "email"),
            _safeguards("прежнюю почту"),
            submit_button("Изменить почту", EmailState.busy),
        ),
    )


def _awaited() -> rx.Component:
    return notice(
        rx.el.p(
            "Мы отправили письмо на ",
            rx.el.strong(ProfileState.awaited, class_name="break-words"),
            ". Откройте ссылку из него за сутки. До тех пор действует прежняя почта.",
        ),
        demo_letters(ProfileState.demo),
        quiet_button("Не менять почту", narrow=True, on_click=EmailState.call_off),
        title="Подтвердите новую почту",
        live=True,
    )


def _phone() -> rx.Component:
    return card(
        heading("Мобильный телефон"),
        rx.el.p(ProfileState.phone, class_name="num font-medium"),
        _done(PhoneState.done),
        _change(
            "Изменить телефон",
            PhoneState,
            field(
                "Новый телефон",
                "phone",
                id="phone_phone",
                type="tel",
                error=PhoneState.errors["phone"],
                hint="Можно писать как привыкли: с +7, с 8, со скобками.",
                input_mode="tel",
                auto_complete="tel",
            ),
            _current_password(PhoneState, "phone"),
            _safeguards("вашу почту"),
            submit_button("Изменить телефон", PhoneState.busy),
        ),
    )


def _password() -> rx.Component:
    return card(
        heading("Пароль"),
        _done(PasswordState.done),
        _change(
            "Изменить пароль",
            PasswordState,
            _current_password(PasswordState, "password"),
            new_password(PasswordState, "Новый пароль", ident="password_"),
            _safeguards("вашу почту"),
            submit_button("Изменить пароль", PasswordState.busy),
        ),
    )


def _change(title: str, state: type, *children: rx.Component) -> rx.Component:
    """A form one tap away; it closes and empties itself once it was accepted."""
    return rx.fragment(
        details(title, form(*children, on_submit=state.save)), key=state.version.to_string()
    )


def _current_password(state: type, section: str) -> rx.Component:
    return password_field(
        "Нынешний пароль",
        "current_password",
        id=f"{section}_current_password",
        error=state.errors["current_password"],
        auto_complete="current-password",
    )


def _safeguards(mailbox: str) -> rx.Component:
    return rx.el.p(
        f"Остальные сеансы закончатся, а на {mailbox} придёт письмо: "
        "семь дней изменение можно отменить.",
        class_name="soft small",
    )


def _done(text: rx.Var) -> rx.Component:
    return said(text, notice(text, tone="ok", live=True))


def _autopay() -> rx.Component:
    words = "Долг платится сам с сохранённой карты, за день предупредим письмом"
    return card(
        rows(door("pay", "Автоплатёж", "/cabinet/pay/autopay", words)), class_name="card-doors"
    )


def _sessions() -> rx.Component:
    return card(
        heading("Где открыт кабинет"),
        _done(Sessions.done),
        rows(rx.foreach(Sessions.sessions, _session)),
        rx.cond(
            Sessions.others,
            quiet_button("Завершить остальные", on_click=Sessions.end_others),
            rx.el.p("Больше нигде кабинет не открыт.", class_name="soft small"),
        ),
    )


def _session(one: rx.Var[OpenSession]) -> rx.Component:
    end = quiet_button(
        "Завершить",
        narrow=True,
        aria_label=f"Завершить: {one.device}, {one.seen}",
        on_click=Sessions.end(one.id),
    )
    what = rx.fragment(
        rx.el.p(one.device, class_name="font-medium"),
        said(one.place, rx.el.p(one.place, class_name="soft small break-words")),
        rx.el.p(one.seen, class_name="soft small"),
    )
    return row(what, rx.cond(one.here, badge("это вы сейчас", "ok"), end))


def _consents() -> rx.Component:
    return card(
        heading("Согласия"),
        _done(Consents.done),
        rows(
            row(
                text_link("Обработка персональных данных", "/consent"),
                "",
                rx.cond(Consents.processing, Consents.processing, "Дано при подключении кабинета"),
            ),
            row(
                "Новости и объявления",
                rx.cond(
                    Consents.news,
                    quiet_button("Отозвать", narrow=True, on_click=Consents.withdraw_news),
                    quiet_button("Согласиться", narrow=True, on_click=Consents.give_news),
                ),
                rx.cond(Consents.news, Consents.news, "Не дано: новостей не присылаем"),
            ),
        ),
        details(
            "Как отозвать согласие на обработку данных",
            rx.el.p(
                "Без этого согласия кабинет работать не может, поэтому отозвать его — значит "
                "удалить кабинет: на этой странице или заявлением. Новости, письма и уведомления "
                "отключаются отдельно и кабинет не закрывают. Лицевой счёт, показания и платежи "
                "останутся: они нужны для договора энергоснабжения и бухгалтерского учёта."
            ),
            law("152-ФЗ, ст. 9 ч. 2 и ст. 6 ч. 1 п. 2 и 5."),
        ),
    )
