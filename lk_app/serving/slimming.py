"""What the bundle does without: a style engine that ours never asks for anything."""

from pathlib import Path

import reflex as rx

from lk_app.serving import ServingError

SCRIPT = Path(__file__).with_name("plain_jsx.js")
CONFIG = "vite.config.js"
ALIASES = "    alias: [\n"
OURS = """      {
        find: "@emotion/react",
        replacement: fileURLToPath(new URL("./utils/plain_jsx.js", import.meta.url)),
      },
"""


class Slimming(rx.plugins.Plugin):
    """Builds with our twenty lines in the place of @emotion/react (8 KB of every page)."""

    def pre_compile(self, **context: object) -> None:
        """Put the file beside Reflex's own and have it found under the other's name."""
        context["add_save_task"](_script)  # type: ignore[operator]
        context["add_modify_task"](CONFIG, with_ours)  # type: ignore[operator]


def with_ours(config: str) -> str:
    """Vite's configuration with the alias; raises ServingError where there is no list of them."""
    if ALIASES not in config:
        raise ServingError("vite.config.js lists no aliases: has Reflex changed its form?")
    return config.replace(ALIASES, ALIASES + OURS)


def _script() -> tuple[str, str]:
    return "utils/plain_jsx.js", SCRIPT.read_text(encoding="utf-8")
