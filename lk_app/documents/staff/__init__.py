"""The supplier's console as plain HTML pages: no script, nothing of the subscriber's bundle.

One template a page in templates/; api/staff names the facts, all of them finished words.
"""

from functools import cache

from jinja2 import Environment

from lk_app import wording
from lk_app.documents.markup import environment
from lk_app.settings import Supplier


def page(name: str, /, *, supplier: Supplier, **facts: object) -> str:
    """The whole document; raises jinja2.UndefinedError when a fact is missing."""
    return _environment().get_template(f"{name}.html.j2").render(supplier=supplier, **facts)


@cache
def _environment() -> Environment:
    return environment(__name__, {"tied": wording.tied})
