"""Letters leave by SMTP, or land as files in the demonstration."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from lk_app.domain.letters import OutboxLetter
from lk_app.gateways.outbox import OutboxFolder
from lk_app.gateways.ports import MailRefused, MailUnavailable
from lk_app.gateways.smtp import SmtpMail
from tests.post_office import open_office

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
LETTER = OutboxLetter(
    7, "reset", "anna@example.ru", "Новый пароль", "Текст ₽\n", "<p>Текст ₽</p>", "reset:7", AT
)
SENDER = "Волга Свет <lk@volga.example>"


def test_smtp_carries_cyrillic_in_the_subject_and_both_bodies() -> None:
    with open_office() as office:
        SmtpMail(office.url, sender=SENDER).send(LETTER)
    (got,) = office.letters
    assert (got["Subject"], got["From"]) == ("Новый пароль", SENDER)
    text, html = got.get_body(("plain",)), got.get_body(("html",))
    assert text and text.get_content().strip() == "Текст ₽"
    assert html and html.get_content().strip() == "<p>Текст ₽</p>"


@pytest.mark.parametrize(
    ("answer", "raised"), [("550 unknown", MailRefused), ("452 full", MailUnavailable)]
)
def test_a_final_no_and_a_later_are_told_apart(answer: str, raised: type[Exception]) -> None:
    with open_office() as office:
        office.answer = answer
        with pytest.raises(raised, match=answer.split()[1]):
            SmtpMail(office.url, sender=SENDER).send(LETTER)


def test_a_password_does_not_travel_in_the_clear(tmp_path: Path) -> None:
    # a name of the loopback that is not in the list of names trusted to stay on this machine
    with open_office() as office:
        url = office.url.replace("127.0.0.1", "user:secret@127.1")
        with pytest.raises(MailUnavailable, match="STARTTLS"):
            SmtpMail(url, sender=SENDER).send(LETTER)


def test_the_demonstration_writes_an_eml_file_once(tmp_path: Path) -> None:
    folder = OutboxFolder(tmp_path / "outbox", sender=SENDER)
    folder.send(LETTER)
    folder.send(LETTER)
    (path,) = (tmp_path / "outbox").iterdir()
    assert path.suffix == ".eml"
    assert message_from_bytes(path.read_bytes(), policy=default)["To"] == "anna@example.ru"


def test_a_folder_that_cannot_be_written_is_tried_again_later(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file stands where the folder should be")
    with pytest.raises(MailUnavailable):
        OutboxFolder(tmp_path / "outbox", sender=SENDER).send(LETTER)
