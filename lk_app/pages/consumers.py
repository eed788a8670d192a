"""/consumers"""

import reflex as rx

from lk_app.components.island import content, title_of
from lk_app.components.shell import public_page
from lk_app.states.public import PublicState


@rx.page(
    "/consumers/[[...splat]]",
    title=title_of("Потребителям"),
    on_load=[PublicState.greet, PublicState.open],
)
def consumers() -> rx.Component:
    return public_page(content())
