"""What strangers POST to the public site: the page again, in full, for them alone."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lk_app import wiring
from lk_app.api.edge import Edge
from lk_app.api.public import pages
from lk_app.api.public.frame import frame
from lk_app.db.engine import Database
from lk_app.domain.questions import QuestionState
from lk_app.usecases import questions
from tests import hostile
from tests.gateways.test_sums import answer as answer_of
from tests.usecases import metered, people
from tests.usecases.test_articles import publish
from tests.usecases.test_hostile_texts import SHELL

NUMBER = "6410100101"
QUESTION = {"name": "Анна", "email": "a@example.ru", "text": "Когда включат?", "consent": "on"}
READING = {"account_number": NUMBER, "serial": f"S{NUMBER}", "t1": "4660"}


@pytest.fixture
def client(
    installed: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TestClient]:
    monkeypatch.setenv("LK_CLOCK", "2026-11-20T10:00")
    built = tmp_path / "index.html"
    built.write_text(SHELL)
    monkeypatch.setattr(pages, "built", lambda path: built)  # the frontend is not what is tested
    for part in (frame, pages.policy_of):
        part.cache_clear()
    app = Edge(Starlette(routes=pages.routes), output=tmp_path, https=False)
    with TestClient(app, follow_redirects=False) as opened:
        yield opened


@pytest.fixture
def anna(database: Database) -> int:
    owner = people.confirmed(database).id
    metered.account(database, NUMBER, owner=owner)
    return owner


def token_of(html: str) -> str:
    (token,) = re.findall(r'name="sum_token" value="([^"]+)"', html)
    return token


def sum_of(html: str) -> str:
    (words,) = re.findall(r"Сколько будет (.+)\?", html)
    return answer_of(words)


def fact(html: str, words: str) -> str:
    found = re.search(rf"{words}</dt><dd[^>]*>([^<]*)<", html)
    assert found, html
    return unescape(found[1])


def test_a_reading_comes_back_with_a_number_and_a_code_that_can_be_checked(
    client: TestClient, anna: int
) -> None:
    answer = client.post("/guest/reading", data=READING)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "private, no-store"
    assert 'data-version="answer"' in answer.text
    assert NUMBER not in answer.text
    typed = {"number": fact(answer.text, "Номер"), "code": fact(answer.text, "Код документа")}
    checked = client.post("/guest/check", data=typed)
    assert "Документ настоящий" in checked.text
    assert "4660" in checked.text
    assert client.post("/guest/check", data={**typed, "code": "0000"}).status_code == 422


def test_a_refusal_keeps_what_was_typed_and_shows_no_figure_of_the_account(
    client: TestClient, anna: int
) -> None:
    answer = client.post("/guest/reading", data={**READING, "serial": '"><script>'})
    assert answer.status_code == 422
    assert "Не нашли такого счёта с таким счётчиком" in answer.text
    assert 'value="4660"' in answer.text
    assert hostile.problems(answer.text, main=1, body=1, title=1, script=1) == []
    low = client.post("/guest/reading", data={**READING, "t1": "1"})
    assert "сверит оператор" in low.text
    assert "4210" not in low.text


def test_a_question_without_a_solved_captcha_is_not_asked(
    client: TestClient, database: Database
) -> None:
    path = publish(database).path
    answer = client.post(path, data=QUESTION)
    assert answer.status_code == 422
    assert "Отметьте «Я не робот»" in unescape(answer.text)
    assert 'value="Анна"' in answer.text
    assert client.post("/news/2026/11/none", data=QUESTION).status_code == 404


def test_a_question_is_asked_without_javascript_by_adding_two_numbers(
    client: TestClient, database: Database
) -> None:
    path = publish(database).path
    first = client.post(path, data=QUESTION)
    wrong = client.post(path, data={**QUESTION, "sum_token": token_of(first.text), "sum": "1"})
    assert wrong.status_code == 422
    assert "Ответ не сошёлся" in wrong.text
    guessed = {"sum_token": token_of(first.text), "sum": sum_of(first.text)}
    spent = client.post(path, data={**QUESTION, **guessed})
    assert spent.status_code == 422, "one answer to a sum, be it wrong"
    typed = {**QUESTION, "sum_token": token_of(wrong.text), "sum": sum_of(wrong.text)}
    asked = client.post(path, data=typed)
    assert asked.status_code == 200
    assert "Вопрос получен" in asked.text
    (kept,) = questions.of_state(db=database, state=QuestionState.WAITING)
    assert (kept.path, kept.text) == (path, QUESTION["text"])
    again = client.post(path, data={**typed, "text": "Ещё один вопрос по той же сумме"})
    assert again.status_code == 422


@pytest.mark.parametrize(
    "path", ["/", "/tariffs", "/sitemap", "/disclosure", "/guest/none", "/news", "/news/2026"]
)
def test_a_page_without_a_form_is_simply_shown(client: TestClient, path: str) -> None:
    answer = client.post(path, data=QUESTION)
    assert (answer.status_code, answer.headers["location"]) == (303, path)


def test_a_flood_and_another_site_are_turned_away_in_words(client: TestClient) -> None:
    flood = client.post("/guest/check", data={"number": "1" * 40_000})
    assert flood.status_code == 413 and "сократите" in flood.text
    foreign = {"origin": "https://evil.example"}
    answer = client.post("/guest/check", data=READING, headers=foreign)
    assert answer.status_code == 403 and "с другого сайта" in answer.text


def test_links_of_nobody_say_so_and_are_hidden_from_search(client: TestClient) -> None:
    for path in ("/guest/paid?payment=1&key=2", "/guest/not-me?token=guess", "/guest/paid"):
        answer = client.get(path)
        assert '<meta name="robots" content="noindex">' in answer.text
        assert answer.text.count("<h1>") == 1
    assert client.get("/guest/check").headers["cache-control"] == "no-cache"


def test_a_draft_is_shown_by_its_link_alone(client: TestClient, database: Database) -> None:
    done = publish(database, "title: Черновик\nslug: chernovik")
    token = wiring.signer().sign("preview", done.path)
    seen = client.get(f"{done.path}?preview={token}")
    assert (seen.status_code, "Света не будет" in seen.text) == (200, True)
    assert seen.headers["cache-control"] == "private, no-store"
    assert client.get(f"{done.path}?preview=guess").status_code == 404
