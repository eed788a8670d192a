"""The service worker of a build: its name for the build is a hash, so a new build is a new worker.

The browser compares /sw.js byte by byte; the file itself is the same in every build.
"""

import hashlib
from pathlib import Path

from lk_app.serving import ServingError

PLACEHOLDER = '"development"'
# Their names stay whatever is in them
SHELL = ("offline.html", "offline.js", "push.js", "readings-queue.js", "simple.css")


def name_the_build(output: Path) -> None:
    """Write the build's name into /sw.js and drop its compressed siblings; idempotent."""
    worker = output / "sw.js"
    text = worker.read_text()
    if PLACEHOLDER not in text:
        raise ServingError("sw.js has no place for the name of the build")
    total = hashlib.sha256()
    for path in sorted((output / "assets").iterdir()):
        total.update(path.name.encode() + b"\0")  # hashed names: they change with the content
    for path in (*(output / name for name in SHELL), *sorted(output.rglob("index.html"))):
        total.update(path.read_bytes())
    worker.write_text(text.replace(PLACEHOLDER, f'"{total.hexdigest()[:16]}"', 1))
    for suffix in (".js.gz", ".js.br"):
        worker.with_suffix(suffix).unlink(missing_ok=True)
