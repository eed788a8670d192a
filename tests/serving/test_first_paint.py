"""A built page asks for its scripts once it is drawn; one that starts otherwise stops the build."""

import re

import pytest

from lk_app.serving import ServingError
from lk_app.serving.first_paint import drawn_first
from lk_app.serving.slimming import with_ours

PAGE = """<html><head><link rel="modulepreload" href="/assets/entry-1.js"/></head><body>
<p>Вход</p><script type="module" async="">import "/assets/manifest-1.js";
import * as route0 from "/assets/root-1.js";
import * as route1 from "/assets/login-1.js";

  window.__reactRouterRouteModules = {"root":route0,"routes/login":route1};

import("/assets/entry-1.js");</script></body></html>"""


def test_nothing_is_fetched_or_run_before_the_first_picture() -> None:
    drawn = drawn_first(PAGE)
    assert 'modulepreload" href' not in drawn
    assert 'type="module"' not in drawn
    assert drawn.index("<p>Вход</p>") < drawn.index("PerformanceObserver")


def test_everything_is_asked_for_at_once_and_started_in_order() -> None:
    drawn = drawn_first(PAGE)
    assert re.findall(r"/assets/[\w.-]+", drawn) == [
        "/assets/entry-1.js",
        *("/assets/root-1.js", "/assets/login-1.js", "/assets/manifest-1.js"),
        "/assets/entry-1.js",
    ]
    assert "then(([route0, route1]) =>" in drawn


def test_a_form_sent_too_early_waits_for_the_script() -> None:
    assert 'target.hasAttribute("action")' in drawn_first(PAGE)


@pytest.mark.parametrize("strange", [PAGE.replace("async", "defer"), PAGE.replace("* as", "")])
def test_a_page_that_starts_otherwise_stops_the_build(strange: str) -> None:
    with pytest.raises(ServingError):
        drawn_first(strange)


def test_a_configuration_without_aliases_stops_the_build() -> None:
    with pytest.raises(ServingError):
        with_ours("export default {}")
