"""The server: granian with the prebuilt frontend mounted, one port of one address."""

import errno
import multiprocessing
import os
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from lk_app.serving import ServingError
from lk_app.settings import LOOPBACK, Settings

GOODBYE_SECONDS = 5  # open websockets get this long after Ctrl-C


def serve(settings: Settings, *, ready: Callable[[], None]) -> None:
    """Serve until SIGINT or SIGTERM; `ready` is called once the first request is answered.

    Raises ServingError when the port is taken.
    """
    require_free(settings.host, settings.port)
    os.environ.update(environment(settings))
    # A forked worker inherits the locks that this process's threads hold just then, and hangs.
    multiprocessing.set_start_method("spawn", force=True)
    threading.Thread(target=_announce, args=(settings, ready), daemon=True).start()
    Granian(
        target="lk_app.lk_app:app",
        factory=True,
        interface=Interfaces.ASGI,
        address=settings.host,
        port=settings.port,
        workers=1 if not settings.redis_url else int(os.environ.get("GRANIAN_WORKERS", "2")),
        workers_kill_timeout=GOODBYE_SECONDS,
        log_level=LogLevels.warning,
    ).serve()


def require_free(host: str, port: int) -> None:
    """Refuse a taken port with the line a person needs, before anything is started."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EACCES:
                raise ServingError(f"port {port} needs root: choose LK_PORT above 1023") from None
            if error.errno == errno.EADDRNOTAVAIL:
                raise ServingError(f"this machine has no address {host}: see LK_HOST") from None
            raise ServingError(
                f"port {port} is taken: stop what listens there, or start with another LK_PORT"
            ) from None


def environment(settings: Settings) -> dict[str, str]:
    """What Reflex reads at the start, for one build under any address."""
    return {
        "__REFLEX_SKIP_COMPILE": "true",
        "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
        "REFLEX_ENV_MODE": "prod",
        "REFLEX_CORS_ALLOWED_ORIGINS": ",".join(origins(settings)),
        "REFLEX_TRUSTED_PROXY_HOPS": str(settings.trusted_proxies),
    } | _state_manager(settings)


def own_host(settings: Settings) -> str:
    """Where this machine reaches the server; «any address» is reached by loopback."""
    host = {"0.0.0.0": LOOPBACK, "::": "::1"}.get(settings.host, settings.host)  # noqa: S104
    return f"[{host}]" if ":" in host else host


def origins(settings: Settings) -> list[str]:
    """The exact origins that may connect: the public one, in the demonstration loopback too."""
    local = [f"http://{host}:{settings.port}" for host in ("localhost", LOOPBACK)]
    return sorted({settings.origin, *(local if settings.demo else [])})


def _state_manager(settings: Settings) -> dict[str, str]:
    if settings.redis_url:
        return {"REFLEX_STATE_MANAGER_MODE": "redis", "REFLEX_REDIS_URL": settings.redis_url}
    return {"REFLEX_STATE_MANAGER_MODE": "memory"}


def _announce(settings: Settings, ready: Callable[[], None]) -> None:
    url = f"http://{own_host(settings)}:{settings.port}/ping"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return ready()
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
