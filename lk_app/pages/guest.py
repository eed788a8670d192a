"""/guest and what can be done there without signing in"""

import reflex as rx

from lk_app.components.island import content, title_of
from lk_app.components.shell import public_page
from lk_app.states.public import PublicState


@rx.page(
    "/guest/[[...splat]]",
    title=title_of("Без входа в кабинет"),
    on_load=[PublicState.greet, PublicState.open],
)
def guest() -> rx.Component:
    return public_page(content())
