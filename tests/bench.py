"""`make bench`: every benchmark, each printed as a ratio to what is promised."""

import re
import tempfile
import time
from pathlib import Path

from lk_app.serving import frontend
from tests.benches import billing, phone, public_site, webhooks
from tests.cabinet import Cabinet

JS_BUDGET, CSS_BUDGET, START_BUDGET = 140_000, 15_000, 10.0


def main() -> None:
    """Run everything; nothing here fails a build, the tests do."""
    if frontend.is_stale():
        frontend.build(lambda seconds: None)
    for page in ("index.html", "login/index.html", "news/index.html"):
        ratio(f"{page} JavaScript, brotli", weight(page, ".js"), JS_BUDGET, "B")
        ratio(f"{page} CSS, brotli", weight(page, ".css"), CSS_BUDGET, "B")
    ratio("start with nothing changed", start_seconds(), START_BUDGET, "s")
    phone.main()
    public_site.main()
    billing.main()
    webhooks.main()


def ratio(what: str, measured: float, promised: float, unit: str) -> None:
    """One line: measured, promised, and how much of the promise is used."""
    print(
        f"{what}: {measured:.4g} {unit} of {promised:.4g} {unit}, ratio {measured / promised:.2f}"
    )


def weight(page: str, suffix: str) -> int:
    """Bytes of every file of this kind that the built page names, as they are sent."""
    html = (frontend.OUTPUT / page).read_text()
    names = set(re.findall(rf'"(/[\w./-]+{re.escape(suffix)})(?:\?v=\w+)?"', html))
    return sum(sent(frontend.OUTPUT / name.lstrip("/")) for name in names)


def sent(file: Path) -> int:
    """Packed by the build; what is too small for that travels as it is."""
    packed = file.with_name(f"{file.name}.br")
    return (packed if packed.exists() else file).stat().st_size


def start_seconds() -> float:
    """From the command to the first answered request, with everything prepared."""
    with tempfile.TemporaryDirectory() as var_dir:
        cabinet = Cabinet(Path(var_dir))
        cabinet.prepare()
        started = time.monotonic()
        cabinet.start()
        took = time.monotonic() - started
        cabinet.stop()
    return took


if __name__ == "__main__":
    main()
