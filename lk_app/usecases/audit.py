"""What the staff did, to be read by who may; writing is every action's own transaction."""

from lk_app.db import audit
from lk_app.db.engine import Database
from lk_app.domain.audit import AuditRecord


def latest(
    *, db: Database, limit: int, before_id: int | None = None, actor: str = ""
) -> list[AuditRecord]:
    """The newest first; older than a record, of one person, when asked."""
    with db.read() as session:
        return audit.latest(session, limit=limit, before_id=before_id, actor=actor)


def looks(*, db: Database, typed: str, before_id: int | None, limit: int) -> list[AuditRecord]:
    """The register of who saw subscribers' data; of an account, a mailbox, an employee if asked."""
    with db.read() as session:
        return audit.looks(session, typed, before_id=before_id, limit=limit)
