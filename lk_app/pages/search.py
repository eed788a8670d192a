"""/search"""

import reflex as rx

from lk_app.components.island import content, title_of
from lk_app.components.shell import public_page
from lk_app.states.public import PublicState


@rx.page(
    "/search",
    title=title_of("Поиск по сайту"),
    on_load=[PublicState.greet, PublicState.open],
)
def search() -> rx.Component:
    return public_page(content())
