"""What the screens of appeals share: files beside words, and the words themselves."""

import reflex as rx

from lk_app.components.cards import Text
from lk_app.components.forms import text_area
from lk_app.components.icons import icon
from lk_app.components.photos import photo_script
from lk_app.states.appeal_rows import FileLine


def words_field(
    label: str, draft: rx.Var[str], error: rx.Var[str], hint: Text = ""
) -> rx.Component:
    """The text of a message, kept on the device until it was taken."""
    return text_area(
        label, "text", error=error, hint=hint, rows=6, data_draft=draft, data_register="text"
    )


def files_field(
    slot: rx.Var[str] | str, files: rx.Var[list[FileLine]], attached: rx.EventHandler, take_back
) -> rx.Component:
    """«Приложить» (assets/photo.js sends each at once) and what waits, each to be taken back."""
    return rx.el.div(
        rx.el.label(
            icon("camera", 20),
            "Приложить фото или PDF",
            rx.el.input(
                type="file",
                accept="image/*,application/pdf",
                multiple=True,
                class_name="seen-by-readers",
                custom_attrs={"data-attach": f"/api/appeals/{slot}/files"},
            ),
            class_name="btn btn-quiet photo",
        ),
        rx.el.p(
            role="status", class_name="hint empty:hidden", custom_attrs={"data-photo-says": ""}
        ),
        rx.el.ul(
            rx.foreach(files, lambda file: _waiting(file, take_back)),
            class_name="grid gap-1 empty:hidden",
            aria_label="Приложено",
        ),
        photo_script(attached),
        class_name="grid gap-2",
    )


def _waiting(file: rx.Var[FileLine], take_back) -> rx.Component:
    return rx.el.li(
        rx.el.span(file.name, ", ", file.size, class_name="min-w-0 flex-1 break-words"),
        rx.el.button(
            "Убрать",
            rx.el.span(" ", file.name, class_name="seen-by-readers"),
            type="button",
            class_name="link link-alone",
            on_click=take_back(file.id),
        ),
        class_name="flex flex-wrap items-center gap-x-3",
        key=file.id,
    )
