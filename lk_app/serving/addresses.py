"""One build for every port and public address.

Reflex writes the server's address into the bundle and the client swaps only the host name. After
the build that one chunk is rewritten so that each address starts from the page's own origin.
"""

import re
from pathlib import Path

from lk_app.serving import ServingError

ADDRESS = re.compile(r"""[`"'](?P<scheme>http|ws)s?://[^/`"']+(?P<path>/[^`"']*)[`"']""")
PAGE_ORIGIN = {"http": "location.origin", "ws": 'location.origin.replace(/^http/,"ws")'}


def follow_the_page(output: Path) -> None:
    """Rewrite the address chunk under `output` and drop its compressed siblings; idempotent."""
    chunks = sorted((output / "assets").glob("reflex-env-*.js"))
    if len(chunks) != 1:
        raise ServingError(f"expected one reflex-env chunk in the build, found {len(chunks)}")
    text = ADDRESS.sub(from_origin, chunks[0].read_text())
    if "location.origin" not in text:
        raise ServingError("the reflex-env chunk holds no address: has Reflex changed its form?")
    chunks[0].write_text(text)
    for suffix in (".js.gz", ".js.br"):  # 300 bytes travel as well uncompressed
        chunks[0].with_suffix(suffix).unlink(missing_ok=True)


def from_origin(found: re.Match[str]) -> str:
    """`http://localhost:8000/ping` as JavaScript that starts from the page's own address."""
    return f'{PAGE_ORIGIN[found["scheme"]]}+"{found["path"]}"'
