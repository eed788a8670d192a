"""A built page runs its scripts once it is drawn; one that starts otherwise stops the build."""

import re

import pytest

from lk_app.serving import ServingError
from lk_app.serving.first_frame import drawn_first

PAGE = """<html><head><script defer="" src="/lk.js?v=1"></script>
<link rel="modulepreload" href="/assets/entry-1.js"/></head><body>
<p>Вход</p><script type="module" async="">import "/assets/manifest-1.js";
import * as route0 from "/assets/root-1.js";
import * as route1 from "/assets/login-1.js";

  window.__reactRouterRouteModules = {"root":route0,"routes/login":route1};

import("/assets/entry-1.js");</script></body></html>"""


def test_scripts_are_asked_for_together_and_started_in_order() -> None:
    drawn = drawn_first(PAGE)
    assert "<link" not in drawn and "defer" not in drawn
    assert 'for (const src of ["/lk.js?v=1"])' in drawn
    assert 'for (const href of ["/assets/entry-1.js"])' in drawn
    assert re.findall(r'import\("(/assets/[\w.-]+)"\)', drawn) == [
        *("/assets/root-1.js", "/assets/login-1.js", "/assets/manifest-1.js"),
        "/assets/entry-1.js",
    ]
    assert "const [route0, route1] = await" in drawn


def test_they_run_after_the_first_picture() -> None:
    drawn = drawn_first(PAGE)
    assert drawn.index("<p>Вход</p>") < drawn.index("PerformanceObserver") < drawn.index("import(")


@pytest.mark.parametrize("strange", [PAGE.replace("async", "defer"), PAGE.replace("* as", "")])
def test_a_page_that_starts_otherwise_stops_the_build(strange: str) -> None:
    with pytest.raises(ServingError):
        drawn_first(strange)
