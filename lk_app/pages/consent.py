"""/consent: the document behind the box «Согласие на обработку персональных данных».

152-ФЗ ст. 9 ч. 4 says what must stand in it. A change of the text is a new CONSENT_VERSION.
"""

import reflex as rx

from lk_app.components.cards import card, law
from lk_app.components.shell import public_page
from lk_app.states.consent import ConsentState as State
from lk_app.states.session import SessionState

PART = "grid gap-1 mt-2"


@rx.page(
    "/consent",
    title="Согласие на обработку персональных данных",
    description="На что вы соглашаетесь при регистрации и как согласие отозвать.",
    on_load=SessionState.greet,
)
def consent() -> rx.Component:
    return public_page(
        card(
            rx.el.p("Редакция от ", State.version, class_name="soft small"),
            rx.el.p("Регистрируясь, я даю согласие на обработку моих персональных данных."),
            rx.el.section(
                rx.el.h2("Кому"),
                rx.el.p(State.operator, ", ИНН\u00a0", State.inn, ", ", State.address),
                class_name=PART,
            ),
            _part(
                "Какие данные",
                "Фамилия, имя, отчество, адрес электронной почты, номер мобильного телефона, "
                "номера лицевых счетов и адреса объектов, показания приборов учёта, "
                "начисления и платежи, время и сетевой адрес входа. "
                "Паспортные данные не запрашиваются.",
            ),
            _part(
                "Для чего",
                "Чтобы открыть личный кабинет, принимать показания, показывать начисления, "
                "принимать оплату и отвечать на обращения.",
            ),
            _part(
                "Что с ними делают",
                "Сбор, запись, хранение, уточнение, использование, передача банку при оплате, "
                "удаление — с использованием средств автоматизации и без них.",
            ),
            _part(
                "Сколько действует",
                "Пока существует личный кабинет. Согласие можно отозвать: удалите кабинет "
                "в профиле или напишите нам. Расчётные документы хранятся дольше: "
                "так велит закон.",
            ),
            rx.el.p("Куда писать: ", State.email),
            law("Федеральный закон от 27.07.2006 №\u00a0152-ФЗ «О персональных данных», ст. 9."),
        ),
        title="Согласие на обработку персональных данных",
        narrow=True,
    )


def _part(title: str, text: str) -> rx.Component:
    return rx.el.section(rx.el.h2(title), rx.el.p(text), class_name=PART)
