"""What came with a form or an argument, whoever sent it: any client may send anything."""


def text(form: object, name: str, *, limit: int = 2_000) -> str:
    """One field of a submitted form; whatever is not text counts as empty, the rest is cut off."""
    return plain(form.get(name), limit=limit) if isinstance(form, dict) else ""


def plain(value: object, *, limit: int = 2_000) -> str:
    """An argument that should be text; anything else counts as empty.

    NUL and half characters, which no keyboard sends and no database takes, are left out.
    """
    if not isinstance(value, str):
        return ""
    return value[:limit].replace("\0", "").encode("utf-8", "ignore").decode()


def ticked(form: object, name: str) -> bool:
    """One box of a submitted form."""
    return isinstance(form, dict) and form.get(name) in ("on", True)
