"""What meets a person before they have typed anything."""

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.journey


def test_the_sign_in_page_opens_on_a_phone_and_connects(page: Page) -> None:
    with page.expect_websocket(lambda socket: "/_event" in socket.url) as connected:
        page.goto("/login")
    assert page.get_by_role("heading", name="Вход").is_visible()
    assert connected.value.url.startswith("ws://localhost:")


def test_an_unknown_address_is_a_real_404(page: Page) -> None:
    response = page.goto("/no-such-page")
    assert response is not None
    assert response.status == 404
