"""Composition root: builds the Reflex app, mounts the HTTP routes, imports every page."""

from functools import partial

import reflex as rx
from reflex.utils.prerequisites import get_web_dir
from starlette.applications import Starlette

from lk_app import incidents, jobs, wiring
from lk_app.api import (
    absent,
    captcha,
    documents,
    faults,
    health,
    sessions,
    simple,
    staff,
    statements,
    webhooks,
)
from lk_app.api import appeals as appeal_files
from lk_app.api import bills as bill_papers
from lk_app.api import consumption as consumption_files
from lk_app.api import letters as letter_routes
from lk_app.api import personal_data as held_data
from lk_app.api import photos as meter_photos
from lk_app.api import push as devices
from lk_app.api import readings as kept_readings
from lk_app.api.edge import Edge
from lk_app.api.public import files, machines
from lk_app.api.public import pages as public_pages
from lk_app.components.head import head_components
from lk_app.components.overlay import overlay
from lk_app.components.tokens import STYLESHEETS
from lk_app.demo import bank
from lk_app.pages import (  # noqa: F401
    about,
    activate,
    appeals,
    appeals_new,
    appeals_one,
    autopay,
    bills,
    confirm_email,
    consent,
    consumers,
    consumption,
    demo_outbox,
    disclosure,
    guest,
    history,
    home,
    link,
    login,
    news,
    not_found,
    overview,
    payment_result,
    payments,
    profile,
    readings,
    recover,
    register,
    reset,
    search,
    sitemap,
    tariffs,
    undo,
    unsubscribe,
)
from lk_app.states import live
from lk_app.states.faults import show_incident
from lk_app.states.session import SessionGuard

incidents.configure_logs()
http = Starlette(
    routes=[
        *appeal_files.routes,
        *bill_papers.routes,
        *captcha.routes,
        *consumption_files.routes,
        *devices.routes,
        *documents.routes,
        *health.routes,
        *held_data.routes,
        *kept_readings.routes,
        *letter_routes.routes,
        *files.routes,
        *machines.routes,
        *meter_photos.routes,
        *public_pages.routes,
        *sessions.routes,
        *simple.routes,
        *staff.routes,
        *statements.routes,
        *webhooks.routes,
        *(bank.routes if wiring.settings().demo else absent.demonstration),
        *absent.routes,
    ],
    exception_handlers={Exception: faults.show_incident},
)
edge = partial(
    Edge,
    output=get_web_dir() / "build" / "client",
    https=wiring.settings().secure_cookies,
    answered=public_pages.ANSWERED,
)
app = rx.App(
    toaster=None,
    app_wraps={(5, "Overlay"): overlay},
    api_transformer=[http, edge],
    html_lang="ru",
    head_components=head_components(),
    stylesheets=STYLESHEETS,
    reset_style=False,  # Tailwind's preflight is the reset
    backend_exception_handler=show_incident,
)
app.add_middleware(SessionGuard(), index=0)  # before Reflex's own, which answers hydrate events


async def watch_publications() -> None:
    """Started with the process, cancelled with it."""
    await live.watch(app)


app.register_lifespan_task(watch_publications)
app.register_lifespan_task(jobs.serving)
