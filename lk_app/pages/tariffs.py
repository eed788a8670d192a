"""/tariffs"""

import reflex as rx

from lk_app.components.island import content
from lk_app.components.shell import public_page
from lk_app.states.public import PublicState


@rx.page(
    "/tariffs",
    title="Тарифы на электроэнергию",
    on_load=[PublicState.greet, PublicState.open],
)
def tariffs() -> rx.Component:
    return public_page(content())
