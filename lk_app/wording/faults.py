"""What a person reads when something broke that nobody foresaw."""


def incident(number: str) -> str:
    """Says that it is our fault, that nothing typed is lost, and what to quote by phone."""
    return (
        "У нас что-то сломалось, уже записали. Введённое осталось на экране — попробуйте ещё раз. "
        f"Если не поможет, назовите поддержке номер {number}."
    )
