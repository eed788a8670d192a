"""What was published, counted per topic."""

from sqlmodel import Session, col, select, update

from lk_app.db.tables import ChangeRow


def announce(session: Session, topic: str) -> None:
    """Raise the topic's version inside the publishing transaction."""
    raised = session.exec(
        update(ChangeRow)
        .where(col(ChangeRow.topic) == topic)
        .values(version=col(ChangeRow.version) + 1)
    )
    if raised.rowcount == 0:
        session.add(ChangeRow(topic=topic, version=1))


def versions(session: Session) -> dict[str, int]:
    """Each topic's current version."""
    return {row.topic: row.version for row in session.exec(select(ChangeRow))}
