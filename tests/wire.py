"""The websocket as a hostile client uses it: any handler, any payload, any token, any cookie.

When has a call been answered in full? Many are refused in silence. But the server takes the events
of one token in turn, so a last event whose answer is known by its mark ends what came before it.
What a handler chains goes to the end of the row: each further mark ends one more link of a chain.
"""

import itertools
import json
import queue
from types import TracebackType
from typing import Any, Self

import socketio

NAMESPACE = "/_event"
PATIENCE = 60.0  # seconds for one message of a loaded machine; a lost one never comes
ROOT = "reflex___state____state"
OPEN = f"{ROOT}.hydrate_and_load"
SHOW = f"{ROOT}.hydrate"  # sends all that the state holds; the one event no guard refuses
NOTHING = f"{ROOT}.set_is_hydrated"  # changes nothing that is read or kept
MOVED = '"moved_rx_state_": true'  # another person's page now: the guard refuses all but SHOW
CHAIN = 4  # links that no silence cuts: load, the page's own handlers, theirs, one to spare


class Wire:
    """One connection under a client token of one's choice, with or without a session's cookie."""

    def __init__(self, url: str, token: str, *, cookie: str = "", origin: str = "") -> None:
        self._url, self._token = url, token
        self._headers = {"Cookie": cookie} if cookie else {}
        extra = {"origin": origin} if origin else {}  # unnamed, it is the address called
        self._client = socketio.Client(reconnection=False, websocket_extra_options=extra)
        self._updates: queue.Queue[Any] = queue.Queue()
        self._marks = itertools.count()
        self._client.on("event", self._updates.put, namespace=NAMESPACE)

    def __enter__(self) -> Self:
        self._client.connect(
            f"{self._url}/?token={self._token}",
            headers=self._headers,
            transports=["websocket"],
            namespaces=[NAMESPACE],
            socketio_path="/_event",
            wait_timeout=30,  # a second, its default, is short for a busy machine
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.disconnect()

    def send(self, handler: str, payload: dict[str, Any], *, path: str = "/") -> list[Any]:
        """Call a handler by its full name; returns every update that came of it."""
        return self.send_all([(handler, payload, path)])

    def send_all(self, calls: list[tuple[str, dict[str, Any], str]]) -> list[Any]:
        """Many calls (handler, payload, path) at once; returns every update that came of them.

        The last update holds whatever they left in the state, also what no handler has sent.
        """
        for handler, payload, path in calls:
            self._emit(handler, payload, path)
        return [*self._until_marked(SHOW, {}), *self._chained()]

    def open(self, path: str) -> list[Any]:
        """What a page's first event is: hydrate, then the page's own on_load handlers."""
        self._emit(OPEN, {"vars": {}}, path)
        return self._chained()

    def _chained(self) -> list[Any]:
        """What the handlers called one after the other, to the end of the chain."""
        updates: list[Any] = []
        for link in itertools.count(1):
            came = self._until_marked(NOTHING, {"value": True})
            updates += came
            if link >= CHAIN and len(came) == 1:
                return updates
        raise AssertionError("unreachable")

    def _until_marked(self, handler: str, payload: dict[str, Any]) -> list[Any]:
        """What comes until the answer to this event, known by the address it was called from."""
        mark = f"/?mark={next(self._marks)}."
        self._emit(handler, payload, mark)
        updates: list[Any] = []
        while True:
            updates.append(self._updates.get(timeout=PATIENCE))
            told = json.dumps(updates[-1], ensure_ascii=False)
            if mark in told or (handler == NOTHING and MOVED in told):
                return updates

    def _emit(self, handler: str, payload: dict[str, Any], path: str) -> None:
        event = {
            "name": handler,
            "payload": payload,
            "router_data": {"pathname": path.partition("?")[0], "asPath": path, "query": {}},
        }
        self._client.emit("event", event, namespace=NAMESPACE)
