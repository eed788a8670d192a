"""Every page has one main, one h1 and a way past the navigation, whoever writes it."""

import pytest
import reflex as rx

from lk_app.components.shell import PLACES, cabinet_page, public_page

PAGES = {
    "public": lambda: public_page(rx.el.p("…"), title="Вход", narrow=True),
    "cabinet": lambda: cabinet_page(rx.el.p("…"), title="Оплата", active="pay"),
    "titleless": lambda: cabinet_page(title="Главная", active="home", show_title=False),
}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_one_main_and_one_h1(page: str) -> None:
    markup = str(PAGES[page]())
    assert markup.count('jsx("main"') == 1
    assert markup.count('jsx("h1"') == 1


@pytest.mark.parametrize("page", PAGES)
def test_the_first_stop_of_the_keyboard_leads_past_the_navigation(page: str) -> None:
    markup = str(PAGES[page]())
    assert markup.index('href:"#main"') < markup.index('jsx("header"')
    assert 'id:"main"' in markup


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.key)
def test_the_open_place_is_marked_for_eyes_and_readers(place: object) -> None:
    markup = str(cabinet_page(title="…", active=place.key))
    assert '"aria-current":"page"' in markup
    assert '"aria-current":"page"' not in str(cabinet_page(title="…", active=""))
