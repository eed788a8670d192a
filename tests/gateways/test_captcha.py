"""The captcha takes honest work and nothing else."""

import base64
import json

import altcha
import pytest

from lk_app.gateways.captcha import AltchaCaptcha

CAPTCHA = AltchaCaptcha(b"a key of this installation")


def solve(captcha: AltchaCaptcha = CAPTCHA) -> str:
    """What the widget sends after the work."""
    challenge = altcha.Challenge.from_dict(captcha.challenge())
    solution = altcha.solve_challenge(challenge)
    assert solution
    return altcha.Payload(challenge, solution).to_base64()


def packed(payload: object) -> str:
    return base64.b64encode(json.dumps(payload).encode()).decode()


def test_work_done_is_accepted_and_names_its_challenge() -> None:
    payload = solve()
    solved = CAPTCHA.solved(payload)
    assert solved
    assert solved.signature == json.loads(base64.b64decode(payload))["challenge"]["signature"]


def test_each_challenge_is_another() -> None:
    assert CAPTCHA.challenge()["signature"] != CAPTCHA.challenge()["signature"]


def test_the_answer_is_not_in_the_challenge() -> None:
    parameters = CAPTCHA.challenge()["parameters"]
    assert parameters["keyPrefix"] == "00"
    assert "keySignature" not in parameters


def test_work_for_another_installation_is_refused() -> None:
    assert CAPTCHA.solved(solve(AltchaCaptcha(b"another key"))) is None


@pytest.mark.parametrize(
    ("name", "value"), [("cost", 1), ("expiresAt", 9_999_999_999), ("keyPrefix", "")]
)
def test_a_changed_challenge_is_refused(name: str, value: object) -> None:
    payload = json.loads(base64.b64decode(solve()))
    payload["challenge"]["parameters"][name] = value
    assert CAPTCHA.solved(packed(payload)) is None


JUNK = [
    "",
    "x",
    "x" * 10_000,
    *(packed(value) for value in (None, [], {}, {"challenge": 1})),
    packed({"challenge": {"parameters": None}, "solution": None}),
]


@pytest.mark.parametrize("junk", JUNK)
def test_junk_is_refused_without_a_fault(junk: str) -> None:
    assert CAPTCHA.solved(junk) is None
