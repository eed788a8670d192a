"""Profiles: data files that tell how others write theirs, so a new one needs no program.

The product's own lie beside this file, the supplier's in LK_PROFILE_DIR; a name there wins. One
with a `[control]` is of a bank's register (bank_profiles), any other of tables (table_profiles).
"""

import tomllib
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, Field, ValidationError

from lk_app.domain.imports import ImportRefused

OURS = Path(__file__).parent / "profiles"

P = TypeVar("P", bound=BaseModel)
# one letter is payments.csv's own
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,19}$")]


def load(model: type[P], name: str, own: Path | None = None) -> P:
    """A profile by its name, or by the path of its .toml file.

    Raises ImportRefused: profile.unknown, profile.wrong.
    """
    path = Path(name) if name.endswith(".toml") else _all(own).get(name, Path(f"{name}.toml"))
    try:
        return model.model_validate({**_facts(path), "name": path.stem})
    except OSError:
        known = ", ".join([*names(own, of_banks=True), *names(own, of_banks=False)])
        raise ImportRefused("profile.unknown", name=name, known=known) from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise ImportRefused("profile.wrong", name=name, reason=f"{where}: {first['msg']}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ImportRefused("profile.wrong", name=name, reason=str(error)) from None


def is_of_bank(name: str, own: Path | None = None) -> bool:
    """Whether it tells of a bank's register; not when it cannot be read."""
    path = Path(name) if name.endswith(".toml") else _all(own).get(name)
    try:
        return path is not None and "control" in _facts(path)
    except (OSError, ValueError):
        return False


def names(own: Path | None = None, *, of_banks: bool) -> list[str]:
    """The profiles there are of one sort."""
    return [name for name in _all(own) if is_of_bank(name, own) is of_banks]


def _all(own: Path | None) -> dict[str, Path]:
    folders = [OURS, *([own] if own else [])]
    found = {path.stem: path for folder in folders for path in folder.glob("*.toml")}
    return dict(sorted(found.items()))


def _facts(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
