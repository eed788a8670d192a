"""Composition root: builds the Reflex app, mounts the HTTP routes, imports every page."""

import reflex as rx
from starlette.applications import Starlette

from lk_app.api import sessions as session_routes
from lk_app.components.connection import connection_banner
from lk_app.components.head import head_components
from lk_app.components.tokens import STYLESHEETS
from lk_app.states.session import SessionGuard

http = Starlette(routes=[*session_routes.routes])
app = rx.App(
    toaster=None,
    app_wraps={(5, "Overlay"): connection_banner},
    api_transformer=[http],
    html_lang="ru",
    head_components=head_components(),
    stylesheets=STYLESHEETS,
    reset_style=False,  # Tailwind's preflight is the reset
)
app.add_middleware(SessionGuard(), index=0)  # before Reflex's own, which answers hydrate events
