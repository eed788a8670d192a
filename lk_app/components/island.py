"""Content that the server has put into the HTML already: hydration leaves it as it stands."""

import reflex as rx

from lk_app.states.public import PublicState

# The first drawing in the browser takes over what the server wrote (marked by data-version), so
# nothing is drawn twice; a later version comes from the state. A link inside is followed as the
# router's own, without loading the page anew.
ISLAND = """
function Island({ id, version, html, ...rest }) {
  const navigate = useNavigate();
  const [written] = useState(() => {
    const found = typeof document === "undefined" ? null : document.getElementById(id);
    const stamp = found?.dataset.version;
    return stamp ? { version: stamp, html: found.innerHTML } : { version: "", html: "" };
  });
  useEffect(() => { document.getElementById(id)?.removeAttribute("data-version"); }, [id]);
  const file = /^\\/api\\/|\\.\\w+$/;
  const follow = (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey
      || event.shiftKey || event.altKey || link.target || link.origin !== location.origin
      || link.hash || link.hasAttribute("download") || file.test(link.pathname)) return;
    event.preventDefault();
    navigate(link.pathname + link.search);
  };
  const shown = !version || version === written.version ? written.html : html;
  return jsx("div", { ...rest, id, onClick: follow, suppressHydrationWarning: true,
    dangerouslySetInnerHTML: { __html: shown } });
}
"""


class Island(rx.Component):
    """A div of finished HTML from the server."""

    tag = "Island"
    version: rx.Var[str]
    html: rx.Var[str]

    def add_imports(self) -> dict:
        return {
            "react": ["useState", "useEffect"],
            "react-router": ["useNavigate"],
            "@emotion/react": ["jsx"],
        }

    def add_custom_code(self) -> list[str]:
        return [ISLAND]


def content() -> rx.Component:
    """Everything of a public page that is the supplier's; api/public writes it into the HTML."""
    return Island.create(
        id="content", version=PublicState.version, html=PublicState.html, class_name="stack"
    )


def title_of(title: rx.Var[str], before: str) -> rx.Var[str]:
    """The page's title from the state; until it comes, what the server wrote into <head>."""
    written = rx.Var(f"(typeof document === 'undefined' ? '{before}' : document.title)")
    return rx.cond(title, title, written.to(str))
