"""Tell open pages that something was published, in this process or another.

A push bypasses the session guard (REFLEX.md), so it carries a topic and a version, never content:
the page sends the event back as its own and fetches by an ordinary, guarded handler.
"""

import asyncio
from collections import defaultdict
from urllib.parse import urlsplit

import reflex as rx
import structlog
from reflex.app import App
from reflex.event import Event
from reflex.state import StateUpdate
from reflex.utils.format import format_event_handler

from lk_app import wiring
from lk_app.usecases import changes

POLL_SECONDS = 0.5  # one tiny query a process; "within 2 s" leaves time for the page's own fetch
_refreshers: dict[str, dict[str, rx.EventHandler]] = defaultdict(dict)
UNDER = "/*"


def refresh_on(topic: str, *, route: str, handler: rx.EventHandler) -> None:
    """Have an open page at `route` run `handler` when the topic's version grows."""
    _refreshers[topic][route] = handler


def refresh_under(topic: str, *, route: str, handler: rx.EventHandler) -> None:
    """The same for every page at and under `route`."""
    refresh_on(topic, route=route, handler=handler)
    refresh_on(topic, route=route + UNDER, handler=handler)


class LiveState(rx.State):
    """Receives the note that something was published."""

    @rx.event
    def changed(self, topic: str):
        """Run the refresher of the page that is open; a foreign topic does nothing."""
        route = urlsplit(str(self.router.url)).path.rstrip("/") or "/"
        known = _refreshers.get(str(topic), {})
        return known.get(route) or known.get("/" + route.split("/")[1] + UNDER)


async def watch(app: App) -> None:
    """One watcher a process: compare versions twice a second and notify every open page."""
    seen = await _versions() or {}
    while True:
        await asyncio.sleep(POLL_SECONDS)
        now = await _versions()
        if now is None:
            continue
        for topic in (topic for topic, version in now.items() if seen.get(topic) != version):
            await _notify(app, topic)
        seen = now


async def _versions() -> dict[str, int] | None:
    try:
        return await wiring.in_thread(
            changes.versions, db=wiring.database(), now=wiring.business_now()
        )
    except Exception as error:  # a database that restarts must not end the watcher
        structlog.get_logger().warning("live.unanswered", error=type(error).__name__)
        return None


async def _notify(app: App, topic: str) -> None:
    namespace = app.event_namespace
    if namespace is None:
        return
    note = Event(name=format_event_handler(LiveState.changed), payload={"topic": topic})
    for token in list(namespace.token_to_sid):
        await namespace.emit_update(StateUpdate(events=[note]), token)
