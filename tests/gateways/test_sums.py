"""A sum in words takes its own answer and nothing else."""

import pytest

from lk_app.gateways.sums import NUMBERS, SumCaptcha

SUMS = SumCaptcha(b"a key of this installation")


def answer(words: str) -> str:
    """What a person answers to «семь плюс пять»."""
    return str(sum(NUMBERS.index(word) + 2 for word in words.split(" плюс ")))


def test_the_right_answer_names_its_challenge_however_it_is_typed() -> None:
    asked = SUMS.challenge()
    solved = SUMS.solved(f"{asked['token']}  {answer(asked['words'])} ")
    assert solved
    assert solved == SUMS.missed(f"{asked['token']} 0"), "a wrong answer uses up the same one"


def test_another_answer_another_installation_and_another_time_are_refused() -> None:
    asked = SUMS.challenge()
    token, right = asked["token"], answer(asked["words"])
    nonce, expires, seal, mark = token.split(".")
    assert SUMS.solved(f"{token} {int(right) + 1}") is None
    assert SumCaptcha(b"another key").solved(f"{token} {right}") is None
    later = f"{nonce}.{int(expires) + 1}.{seal}.{mark} {right}"
    assert SUMS.solved(later) is SUMS.missed(later) is None


def test_the_answer_is_not_in_the_token() -> None:
    tokens = [SUMS.challenge()["token"] for _ in range(2)]
    assert tokens[0] != tokens[1]
    assert all("+" not in token for token in tokens)


@pytest.mark.parametrize("junk", ["", " ", "x", "x" * 10_000, "a.b.c 7", "..", "1.٣.x 5", "\ud83d"])
def test_junk_is_refused_without_a_fault(junk: str) -> None:
    assert SUMS.solved(junk) is SUMS.missed(junk) is None
