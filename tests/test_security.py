"""Passwords are expensive to guess, whole, and cost the same whoever they belong to."""

import pytest

from lk_app import security

PASSWORD = "синий чайник кипит"


def test_the_product_hashes_at_cost_twelve(
    product_cost: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert product_cost == 12
    monkeypatch.setattr(security, "BCRYPT_COST", product_cost)
    hashed = security.hash_password(PASSWORD)
    assert hashed.startswith("$2b$12$")
    assert security.verify_password(PASSWORD, hashed)


def test_the_whole_of_a_long_password_counts() -> None:
    long = "я" * 100  # bcrypt alone would read the first 72 bytes
    hashed = security.hash_password(long)
    assert security.verify_password(long, hashed)
    assert not security.verify_password(long[:-1], hashed)
    assert not security.verify_password(long[:-1] + "ю", hashed)


def test_a_password_may_hold_any_character() -> None:
    hashed = security.hash_password("до\0после")
    assert security.verify_password("до\0после", hashed)
    assert not security.verify_password("до\0другое", hashed)


@pytest.mark.parametrize("text", ["", "кто-то", "{signed}x", "x{signed}"])
def test_a_link_that_was_touched_reads_as_nothing(text: str) -> None:
    signer = security.Signer(b"key")
    signed = signer.sign("links", {"id": 7})
    assert signer.read("links", signed, max_age=60) == {"id": 7}
    assert signer.read("links", text.format(signed=signed), max_age=60) is None
    assert signer.read("cookies", signed, max_age=60) is None
    assert security.Signer(b"other").read("links", signed, max_age=60) is None


@pytest.mark.parametrize("typed", ["//evil.example", "https://evil.example", "/\\evil.example", ""])
def test_signing_in_leads_to_no_other_site(typed: str) -> None:
    assert security.local_path(typed) == "/cabinet"
    assert security.local_path("/cabinet/pay?account=1") == "/cabinet/pay?account=1"
