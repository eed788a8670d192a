"""Forms of a built page wait for the script that sends them; a strange page stops the build."""

import pytest

from lk_app.serving import ServingError, frontend
from lk_app.serving.early_press import PLAIN, patient
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


def test_the_browsers_offer_to_install_is_kept_before_any_script_comes() -> None:
    page = patient("<html><head></head><body></body></html>")
    assert page.index("beforeinstallprompt") < page.index("</head>")


def test_scripts_are_sent_shorter_than_they_are_written(built: None) -> None:
    for name in ("lk.js", "drafts.js", "device.js"):
        sent = (frontend.OUTPUT / name).read_text(encoding="utf-8")
        assert len(sent) < 0.7 * len((PLAIN / name).read_text(encoding="utf-8")), name
