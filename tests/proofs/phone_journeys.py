"""What the phone promises besides figures, and the tests of `make test` that hold it."""

from collections.abc import Mapping

PROMISES: Mapping[str, str] = {
    "server stopped, browser restarted: accounts and last values on screen; a reading is refused "
    "or kept there, and sent exactly once": "journeys/test_without_network.py::"
    "test_a_reading_entered_without_a_server_arrives_once",
    "sent with the app closed (Background Sync)": "journeys/test_app.py::"
    "test_what_waits_is_sent_with_the_app_closed",
    "a refused one comes back with its reason; two people on one device": "journeys/"
    "test_without_network.py::test_a_refused_one_comes_back_and_nobody_else_sees_it",
    "taken within the window, arrived after it": "journeys/test_without_network.py::"
    "test_what_came_too_late_is_an_operators_to_decide",
    "`/simple` with JavaScript off": "journeys/test_plain_pages.py::"
    "test_a_reading_and_the_statement_without_javascript",
    "… offered by a page that lost its server": "journeys/test_plain_pages.py::"
    "test_a_page_that_loses_the_server_offers_the_plain_one",
    "install prompt, badge": "journeys/test_app.py::"
    "test_it_is_offered_once_when_a_reading_was_taken_and_the_icon_counts",
    "«Доступна новая версия»": "journeys/test_app.py::"
    "test_a_page_of_an_older_build_says_so_and_keeps_what_is_typed",
    "a notice ticked, encrypted to a local endpoint, opened there, delivered by "
    "`deliverPushMessage`, its tap opens the right screen": "journeys/test_notices.py::"
    "test_what_was_ticked_arrives_and_a_tap_opens_it",
    "only its browser can read it": "gateways/test_web_push.py::"
    "test_only_its_browser_can_read_a_notice",
    "an expired subscription is removed": "usecases/test_notices.py::"
    "test_a_device_that_is_gone_is_forgotten",
    "every notice once, in each way": "usecases/test_notices.py::"
    "test_a_thing_is_told_once_in_each_way",
    "a photo from the camera to the history": "journeys/test_notices.py::"
    "test_a_photo_is_attached_to_a_reading_and_seen_in_the_history",
}
TESTS = tuple(f"tests/{test}" for test in PROMISES.values())


def table(said: str) -> str:
    """The promises and their tests; `said` is what pytest said of them."""
    rows = [f"| {promise} | `{test}` |" for promise, test in PROMISES.items()]
    return "\n".join([f"`{said}`", "", "| promise | test |", "|---|---|", *rows])
