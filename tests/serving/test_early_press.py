"""Forms of a built page wait for the script that sends them; a strange page stops the build."""

import pytest

from lk_app.serving import ServingError
from lk_app.serving.early_press import patient
from lk_app.serving.slimming import with_ours


def test_a_form_sent_too_early_waits_for_the_script() -> None:
    page = patient("<html><head></head><body></body></html>")
    assert page.index('target.hasAttribute("action")') < page.index("</head>")


def test_a_page_without_a_head_stops_the_build() -> None:
    with pytest.raises(ServingError):
        patient("<html><body></body></html>")


def test_a_configuration_without_aliases_stops_the_build() -> None:
    with pytest.raises(ServingError):
        with_ours("export default {}")
