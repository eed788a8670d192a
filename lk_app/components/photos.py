"""A photo of the meter beside its reading: taken on a press, made small by assets/photo.js."""

import reflex as rx

from lk_app.components.cards import details
from lk_app.components.forms import paper_link
from lk_app.components.icons import icon


def photo_button(number: rx.Var[str], *, small: bool = False) -> rx.Component:
    """«Приложить фото» to the reading of this receipt; says underneath what became of it."""
    return rx.el.div(
        rx.el.label(
            icon("camera", 20),
            "Приложить фото счётчика",
            rx.el.input(
                type="file",
                accept="image/*",
                class_name="seen-by-readers",
                custom_attrs={"capture": "environment", "data-photo": number},
            ),
            class_name="photo photo-small" if small else "btn btn-quiet photo",
        ),
        rx.el.p(
            role="status", class_name="hint empty:hidden", custom_attrs={"data-photo-says": ""}
        ),
        class_name="grid gap-1",
    )


def photo(href: rx.Var[str]) -> rx.Component:
    """The photo, fetched when it is opened."""
    return details(
        "Фото счётчика",
        rx.el.img(src=href, alt="Фото счётчика", loading="lazy", class_name="photo-shown"),
        paper_link("Скачать фото", href, alone=True),
    )


def photo_script(done: rx.EventHandler) -> rx.Component:
    """Once on the page; `done` shows what was attached."""
    return rx.fragment(
        rx.el.button(
            type="button", hidden=True, on_click=done, custom_attrs={"data-photo-done": ""}
        ),
        rx.el.script(src="/photo.js", type="module", custom_attrs={"async": True}),
    )
