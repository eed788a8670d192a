"""A letter as mail programs read it: text and HTML side by side."""

from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from lk_app.domain.letters import OutboxLetter


def message(letter: OutboxLetter, *, sender: str) -> EmailMessage:
    """The letter from `sender` («Name <address>»), the same headers each time it is composed."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = letter.recipient
    mail["Subject"] = letter.subject
    mail["Date"] = format_datetime(letter.created_at)
    # Stable: a letter sent again after a crash is recognised by mailboxes as the same one
    host = parseaddr(sender)[1].rpartition("@")[2]
    mail["Message-ID"] = f"<{letter.id}.{int(letter.created_at.timestamp())}@{host}>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday replies
    if letter.unsubscribe_link:  # RFC 8058: the mail program's own button, by POST
        mail["List-Unsubscribe"] = f"<{letter.unsubscribe_link}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(letter.text)
    mail.add_alternative(letter.html, subtype="html")
    for file in letter.files:
        mail.add_attachment(file.content, maintype="application", subtype="pdf", filename=file.name)
    return mail
