"""The supplier's console as plain HTML pages: no script, nothing of the subscriber's bundle.

One template a page in templates/; api/staff names the facts, all of them finished words.
"""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from lk_app import wording
from lk_app.settings import Supplier


def page(name: str, /, *, supplier: Supplier, **facts: object) -> str:
    """The whole document; raises jinja2.UndefinedError when a fact is missing."""
    return _environment().get_template(f"{name}.html.j2").render(supplier=supplier, **facts)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("lk_app.documents.staff", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["tied"] = wording.tied
    return environment
