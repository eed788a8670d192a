"""The frame of every page: top line, rail or bottom bar, one main with one h1, footer."""

from typing import NamedTuple

import reflex as rx

from lk_app.components.cards import Text, said
from lk_app.components.forms import anchor, text_link
from lk_app.components.icons import icon
from lk_app.states.shell import AccountChoice, ShellState


class Place(NamedTuple):
    """A door of the cabinet: `active` of `cabinet_page` is its key."""

    key: str
    words: str
    href: str
    icon: str


PLACES = (
    Place("home", "Главная", "/cabinet", "home"),
    Place("readings", "Показания", "/cabinet/readings", "readings"),
    Place("consumption", "Потребление", "/cabinet/consumption", "consumption"),
    Place("bills", "Квитанции", "/cabinet/bills", "bills"),
    Place("pay", "Оплата", "/cabinet/pay", "pay"),
    Place("history", "Детализация", "/cabinet/history", "history"),
    Place("appeals", "Обращения", "/cabinet/appeals", "appeals"),
    Place("profile", "Профиль", "/cabinet/profile", "profile"),
)
ON_THE_BAR = ("home", "readings", "pay", "history")


SITE = (
    ("Новости", "/news"),
    ("Тарифы", "/tariffs"),
    ("Потребителям", "/consumers"),
    ("О компании", "/about"),
    ("Раскрытие информации", "/disclosure"),
    ("Карта сайта", "/sitemap"),
    ("Поиск", "/search"),
)
SOON = {"prefetch": "intent"}  # a screen's script is asked for as the finger comes down
VISION = ("Версия для слабовидящих", "/vision")
ON_THE_TOP_LINE = 4  # the first ones, where there is room


def public_page(
    *children: rx.Component,
    title: Text | None = None,
    lead: Text = "",
    back: tuple[str, str] | None = None,
    narrow: bool = False,
    show_title: bool = True,
    way_in: bool = True,
) -> rx.Component:
    """A page for anyone. `title` is its h1; None where the content brings its own; `narrow` is
    the width of a form.

    `back` is (words, href) of where the person came from; `way_in=False` leaves out the «Войти» of
    the top line, on the pages that are that way in.
    """
    return _frame(
        _top(_site_line(), _vision(), *([_way_in()] if way_in else [])),
        rx.el.div(
            _main(children, title, lead, back, show_title, "narrow" if narrow else ""),
            rx.el.div(_foot(), class_name="narrow" if narrow else ""),
            class_name="public",
        ),
    )


def cabinet_page(
    *children: rx.Component,
    title: Text,
    active: str,
    lead: Text = "",
    back: tuple[str, str] | None = None,
    show_title: bool = True,
) -> rx.Component:
    """A page of the cabinet; `active` is the key of its place, or "" outside the bar."""
    return _frame(
        _top(account_switcher(), _menu(active)),
        rx.el.div(
            _rail(active),
            rx.el.div(_main(children, title, lead, back, show_title, ""), _foot()),
            class_name="cabinet",
        ),
        _tabbar(active),
    )


def account_switcher() -> rx.Component:
    """The chip with the chosen account; opens the list. Nothing to show: «Подключить счёт».

    Until it is known which of the two, their place is held.
    """
    first = rx.el.a(
        icon("plus", 18),
        rx.el.span(rx.el.span("Подключить ", class_name="chip-rest"), rx.el.span("счёт")),
        href="/cabinet/link",
        class_name="chip",
    )
    waiting = rx.el.span(class_name="chip chip-waiting", aria_hidden="true")
    return rx.cond(
        ShellState.accounts.length() > 0,
        rx.el.details(
            rx.el.summary(
                rx.el.span("Лицевой счёт: ", class_name="seen-by-readers"),
                rx.el.span(ShellState.account_label, class_name="truncate"),
                icon("down", 16, "turn"),
            ),
            rx.el.div(
                rx.foreach(ShellState.accounts, _account),
                _item("plus", "Подключить счёт", "/cabinet/link"),
                class_name="pop-panel",
            ),
            class_name="pop",
        ),
        rx.cond(ShellState.signed_in, first, waiting),
    )


def theme_toggle() -> rx.Component:
    """Light or dark; until it is pressed the system decides."""
    return rx.el.button(
        rx.el.span(icon("moon"), "Тёмная тема", class_name="light-only"),
        rx.el.span(icon("sun"), "Светлая тема", class_name="dark-only"),
        type="button",
        class_name="item",
        on_click=rx.toggle_color_mode,
    )


def sign_out() -> rx.Component:
    """Ends the session by a plain POST."""
    return rx.el.form(
        rx.el.button(icon("exit"), "Выйти", type="submit", class_name="item"),
        action="/api/logout",
        method="post",
        on_submit=None,
    )


def _frame(*children: rx.Component) -> rx.Component:
    return rx.el.div(
        anchor("К содержанию", href="#main", class_name="skip"),
        *children,
    )


def _main(
    children: tuple[rx.Component, ...],
    title: Text | None,
    lead: Text,
    back: tuple[str, str] | None,
    show_title: bool,
    width: str,
) -> rx.Component:
    head = rx.el.div(
        rx.el.h1("" if title is None else title),
        said(lead, rx.el.p(lead, class_name="soft mt-1")),
        class_name="pb-1 pt-2" if show_title else "seen-by-readers",
    )
    top = rx.el.div(_back_link(*back), head) if back else head
    return rx.el.main(
        *([] if title is None else [top]),
        *children,
        id="main",
        tab_index=-1,
        class_name=f"stack {width}".strip(),
    )


def _back_link(words: str, href: str) -> rx.Component:
    return rx.el.a(icon("back", 18), words, href=href, class_name="link-alone text-accent no-print")


def _top(*aside: rx.Component) -> rx.Component:
    return rx.el.header(
        rx.el.a(
            rx.el.span(ShellState.brand, rx.el.i(ShellState.brand_accent)),
            rx.cond(ShellState.demo, rx.el.small("демонстрация"), rx.fragment()),
            href="/",
            class_name="logo",
        ),
        rx.el.div(*aside, class_name="ml-auto flex min-w-0 items-center gap-2"),
        class_name="top",
    )


def _way_in() -> rx.Component:
    return rx.el.a(
        icon("profile"),
        rx.cond(ShellState.signed_in, "Личный кабинет", "Войти"),
        href=rx.cond(ShellState.signed_in, "/cabinet", "/login"),
        class_name="btn btn-quiet",
    )


def _vision() -> rx.Component:
    """Above everything for who may not find the foot; the cabinet has it in its menu."""
    return anchor(
        icon("eye"),
        rx.el.span(VISION[0], class_name="seen-by-readers"),
        href=VISION[1],
        file=True,
        class_name="eye",
    )


def _site_line() -> rx.Component:
    """The parts of the public site; on a phone they stand at the foot."""
    return rx.el.nav(
        *(text_link(words, href, class_name="site-link") for words, href in SITE[:ON_THE_TOP_LINE]),
        class_name="site-line",
        aria_label="Разделы сайта",
    )


def _menu(active: str) -> rx.Component:
    """What the bottom bar has no room for."""
    rest = [place for place in PLACES if place.key not in ON_THE_BAR]
    return rx.el.details(
        rx.el.summary(
            icon("menu"),
            rx.el.span("Меню", class_name="seen-by-readers"),
            class_name="justify-center !px-0",
        ),
        rx.el.div(
            *(_item(p.icon, p.words, p.href, p.key == active) for p in rest),
            _item("tariffs", "Тарифы", "/tariffs"),
            theme_toggle(),
            anchor(icon("eye"), VISION[0], href=VISION[1], file=True, class_name="item"),
            sign_out(),
            class_name="pop-panel",
        ),
        class_name="pop phone-only flex-none",
    )


def _rail(active: str) -> rx.Component:
    return rx.el.nav(
        *(_item(p.icon, p.words, p.href, p.key == active) for p in PLACES),
        rx.el.div(sign_out(), class_name="mt-4 border-t border-line pt-4"),
        class_name="rail",
        aria_label="Разделы кабинета",
    )


def _tabbar(active: str) -> rx.Component:
    places = [place for place in PLACES if place.key in ON_THE_BAR]
    return rx.el.nav(
        *(
            rx.el.a(
                icon(p.icon, 24),
                p.words,
                href=p.href,
                custom_attrs={**SOON},  # Reflex writes into it
                **({"aria_current": "page"} if p.key == active else {}),
            )
            for p in places
        ),
        class_name="tabbar no-print",
        aria_label="Главные разделы",
    )


def _item(mark: str, words: Text, href: str, current: bool = False) -> rx.Component:
    return rx.el.a(
        icon(mark),
        words,
        href=href,
        custom_attrs={**SOON},  # Reflex writes into it
        class_name="item",
        **({"aria_current": "page"} if current else {}),
    )


def _account(choice: rx.Var[AccountChoice]) -> rx.Component:
    return rx.el.button(
        rx.el.span(
            rx.el.span(choice.label, class_name="block"),
            rx.el.span(choice.note, class_name="soft small block font-normal"),
        ),
        type="button",
        class_name="item",
        aria_current=rx.cond(choice.number == ShellState.account, "true", "false"),
        on_click=ShellState.choose_account(choice.number),
    )


def _foot() -> rx.Component:
    return rx.el.footer(
        *(text_link(words, href, alone=True) for words, href in SITE),
        text_link(*VISION, alone=True, file=True),
        rx.el.div(theme_toggle(), class_name="ml-auto"),
        class_name="foot",
    )
