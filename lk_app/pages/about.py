"""/about"""

import reflex as rx

from lk_app.components.island import content, title_of
from lk_app.components.shell import public_page
from lk_app.states.public import PublicState


@rx.page(
    "/about/[[...splat]]",
    title=title_of("О компании"),
    on_load=[PublicState.greet, PublicState.open],
)
def about() -> rx.Component:
    return public_page(content())
