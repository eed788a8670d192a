"""Content that the server has put into the HTML already: hydration leaves it as it stands."""

from pathlib import Path

import reflex as rx

from lk_app.states.public import PublicState

SCRIPT = Path(__file__).with_suffix(".js")


class Island(rx.Component):
    """A div of finished HTML from the server."""

    tag = "Island"
    address: rx.Var[str]
    version: rx.Var[str]
    html: rx.Var[str]

    def add_imports(self) -> dict:
        return {
            "react": ["useEffect", "useLayoutEffect", "useRef", "useState"],
            "react-router": ["useNavigate"],
            "@emotion/react": ["jsx"],
        }

    def add_custom_code(self) -> list[str]:
        return [SCRIPT.read_text(encoding="utf-8")]


def content() -> rx.Component:
    """Everything of a public page that is the supplier's; api/public writes it into the HTML."""
    return _island(id="content", html=PublicState.html, class_name="stack")


def beside(**props: object) -> rx.Component:
    """What stands apart from the content of the front page."""
    return _island(
        id="beside",
        html=PublicState.beside,
        class_name=f"stack {props.pop('class_name', '')}".strip(),
    )


def _island(**props: object) -> rx.Component:
    return Island.create(address=PublicState.address, version=PublicState.version, **props)


def title_of(before: str) -> rx.Var[str]:
    """The page's title from the state; until it tells of this address, what stands in <head>."""
    here = rx.Var("(typeof document === 'undefined' ? null : location.pathname + location.search)")
    written = rx.Var(f"(typeof document === 'undefined' ? '{before}' : document.title)")
    return rx.cond(PublicState.address == here.to(str), PublicState.title, written.to(str))
