"""Questions answered before they were searched are found afterwards."""

from datetime import UTC, datetime

from alembic import command

from lk_app.db import questions
from lk_app.db.engine import Database
from lk_app.db.migrate import _config, migrate
from lk_app.domain.questions import Asked, QuestionState
from lk_app.usecases import questions as replies
from tests.usecases.test_articles import NOW, publish

SAID = Asked("Анна", "anna@example.ru", "Когда включат свет?")


def test_what_was_answered_before_is_found(database: Database) -> None:
    path = publish(database).path
    at = datetime(2026, 11, 19, tzinfo=UTC)
    with database.write() as session:
        kept = questions.add(session, path, SAID, consent="1", source="", now=at)
        questions.add(session, path, SAID, consent="1", source="", now=at)
        state = QuestionState.ANSWERED
        questions.reply(session, kept.id, state=state, text="Вечером, вечером.", now=at)
    with database.connection() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.downgrade(config, "0031")
    migrate(database)
    for words in ("включат", "вечер"):
        found = replies.search(db=database, query=words, now=NOW)
        assert [one.address for one in found] == [f"{path}#question-{kept.id}"]
