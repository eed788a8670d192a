"""What the bundle does without: a style engine that ours never asks for anything, comments."""

import subprocess
from pathlib import Path

import reflex as rx

from lk_app.serving import ServingError

SCRIPT = Path(__file__).with_name("plain_jsx.js")
SHORTER = Path(__file__).with_name("slim_scripts.js")
AS_THEY_ARE = {"sw.js"}  # offline.py writes the build's name into it
CONFIG = "vite.config.js"
ALIASES = "    alias: [\n"
OURS = """      {
        find: "@emotion/react",
        replacement: fileURLToPath(new URL("./utils/plain_jsx.js", import.meta.url)),
      },
"""


class Slimming(rx.plugins.Plugin):
    """Builds with our twenty lines in the place of @emotion/react (8 KB of every page), and sends
    the scripts of assets/ without comments and with short names, as Vite does its own (1.5 KB)."""

    def pre_compile(self, **context: object) -> None:
        """Put the file beside Reflex's own and have it found under the other's name."""
        context["add_save_task"](_script)  # type: ignore[operator]
        context["add_modify_task"](CONFIG, with_ours)  # type: ignore[operator]

    def post_build(self, **context: object) -> None:
        """Shorten the scripts that Vite never sees; before they are compressed."""
        output = Path(str(context["static_dir"])).resolve()
        scripts = [path for path in sorted(output.glob("*.js")) if path.name not in AS_THEY_ARE]
        command = ["node", "--input-type=module", "-e", SHORTER.read_text(encoding="utf-8"), "--"]
        modules = output.parent.parent  # .web, whose node_modules the import is looked for in
        done = subprocess.run(
            [*command, *scripts], cwd=modules, capture_output=True, text=True, encoding="utf-8"
        )
        if done.returncode:
            raise ServingError(f"the scripts of assets/ were not shortened: {done.stderr}")


def with_ours(config: str) -> str:
    """Vite's configuration with the alias; raises ServingError where there is no list of them."""
    if ALIASES not in config:
        raise ServingError("vite.config.js lists no aliases: has Reflex changed its form?")
    return config.replace(ALIASES, ALIASES + OURS)


def _script() -> tuple[str, str]:
    return "utils/plain_jsx.js", SCRIPT.read_text(encoding="utf-8")
