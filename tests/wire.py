"""The websocket as a hostile client uses it: any handler, any payload, any token, any cookie."""

import queue
from types import TracebackType
from typing import Any, Self

import socketio

NAMESPACE = "/_event"
FIRST_WORD = 2.0  # seconds until the first message; many refusals are silent
QUIET = 1.0  # seconds without a further message: the last handler had its turn
HYDRATE = "reflex___state____state.hydrate_and_load"


class Wire:
    """One connection under a client token of one's choice, with or without a session's cookie."""

    def __init__(self, url: str, token: str, *, cookie: str = "", origin: str = "") -> None:
        self._url, self._token = url, token
        self._headers = {"Cookie": cookie} if cookie else {}
        extra = {"origin": origin} if origin else {}  # unnamed, it is the address called
        self._client = socketio.Client(reconnection=False, websocket_extra_options=extra)
        self._updates: queue.Queue[Any] = queue.Queue()
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
        self._emit(handler, payload, path)
        return self._collect()

    def send_all(self, calls: list[tuple[str, dict[str, Any], str]]) -> list[Any]:
        """Many calls (handler, payload, path) at once; returns every update that came of them."""
        for handler, payload, path in calls:
            self._emit(handler, payload, path)
        return self._collect()

    def open(self, path: str) -> list[Any]:
        """What a page's first event is: hydrate, then the page's own on_load handlers."""
        return self.send(HYDRATE, {"vars": {}}, path=path)

    def _emit(self, handler: str, payload: dict[str, Any], path: str) -> None:
        event = {
            "name": handler,
            "payload": payload,
            "router_data": {"pathname": path.partition("?")[0], "asPath": path, "query": {}},
        }
        self._client.emit("event", event, namespace=NAMESPACE)

    def _collect(self) -> list[Any]:
        updates: list[Any] = []
        patience = FIRST_WORD
        while True:
            try:
                updates.append(self._updates.get(timeout=patience))
                patience = QUIET
            except queue.Empty:
                return updates
