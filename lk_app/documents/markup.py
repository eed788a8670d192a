"""Templates of text and HTML: every fact must be given, and nothing given is taken for markup."""

from collections.abc import Callable, Mapping

from jinja2 import Environment, PackageLoader, StrictUndefined


def environment(
    package: str, filters: Mapping[str, Callable[..., object]], *, html: bool = True
) -> Environment:
    """The templates/ of a package; a missing fact raises jinja2.UndefinedError on rendering."""
    made = Environment(
        loader=PackageLoader(package, "templates"),
        autoescape=html,  # noqa: S701 — plain text has no markup to escape
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= filters
    return made
