"""/sitemap"""

import reflex as rx

from lk_app.components.island import content, title_of
from lk_app.components.shell import public_page
from lk_app.states.public import PublicState


@rx.page(
    "/sitemap",
    title=title_of("Карта сайта"),
    on_load=[PublicState.greet, PublicState.open],
)
def sitemap() -> rx.Component:
    return public_page(content())
