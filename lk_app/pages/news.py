"""/news, its years and months, and every article under them"""

import reflex as rx

from lk_app.components.island import content, title_of
from lk_app.components.shell import public_page
from lk_app.states.public import PublicState


@rx.page(
    "/news/[[...splat]]",
    title=title_of("Новости"),
    on_load=[PublicState.greet, PublicState.open],
)
def news() -> rx.Component:
    return public_page(content())
