"""Letters of the demonstration: each lands as an `.eml` file that any mail program opens."""

from email.policy import SMTP
from pathlib import Path

from lk_app.domain.letters import OutboxLetter
from lk_app.gateways import mime
from lk_app.gateways.ports import MailUnavailable


class OutboxFolder:
    """A folder instead of a mail server."""

    def __init__(self, folder: Path, *, sender: str) -> None:
        self._folder = folder
        self._sender = sender

    def greet(self) -> None:
        """Make sure of the folder; raises MailUnavailable."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as failed:
            raise MailUnavailable(f"{type(failed).__name__}: {failed}") from None

    def send(self, letter: OutboxLetter) -> None:
        """Write one letter; the same letter again takes the same name. Raises MailUnavailable."""
        path = self._folder / f"{letter.id:06d}-{letter.kind}.eml"
        half = path.with_suffix(".part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            half.write_bytes(mime.message(letter, sender=self._sender).as_bytes(policy=SMTP))
            half.replace(path)  # whoever watches the folder never sees half a letter
        except OSError as failed:
            raise MailUnavailable(f"{type(failed).__name__}: {failed}") from None
