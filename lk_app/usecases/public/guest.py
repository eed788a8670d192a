"""/guest: what can be done without signing in; each form is answered on its own page."""

from dataclasses import dataclass

from lk_app.documents.site import Filled, PublicPage, Site, graph, organisation, render, trail


@dataclass(frozen=True, slots=True)
class Service:
    """One thing to do, the page it is done on, and whether search engines should know it."""

    path: str
    title: str
    lead: str
    listed: bool = True


INDEX = Service(
    "/guest", "Без входа в кабинет", "Передать показания, заплатить и проверить документ."
)
SERVICES = (
    Service(
        "/guest/reading",
        "Передать показания без входа",
        "По номеру лицевого счёта и номеру счётчика.",
    ),
    Service("/guest/pay", "Оплатить без входа", "По номеру лицевого счёта, картой или через СБП."),
    Service(
        "/guest/check",
        "Проверить документ",
        "Настоящее ли подтверждение показаний или платежа — по номеру и коду.",
    ),
)
OTHERS = (
    Service("/guest/paid", "Платёж", "", listed=False),
    Service("/guest/not-me", "Это не я", "", listed=False),
)
PAGES = {one.path: one for one in (INDEX, *SERVICES, *OTHERS)}
ROOT = (INDEX.title, INDEX.path)


def page(*, path: str, site: Site, filled: Filled) -> PublicPage | None:
    """The page at an address under /guest, or None."""
    own = PAGES.get(path)
    if own is None:
        return None
    steps = () if own is INDEX else (ROOT,)
    name = "guest" if own is INDEX else f"guest_{path.rpartition('/')[2].replace('-', '_')}"
    html = render(name, site, own=own, steps=steps, services=SERVICES, filled=filled)
    data = graph(organisation(site), trail(site, *steps, (own.title, path))) if own.listed else {}
    return PublicPage(
        path, own.title, own.lead or own.title, html, data=data, hidden=not own.listed
    )
