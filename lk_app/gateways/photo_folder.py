"""Photos of meters as files, named by their content and readable by nobody else here."""

import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from lk_app.domain.photos import MadePhoto


class PhotoFolder:
    """A folder that every replica sees; a file in it never changes."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def keep(self, photo: MadePhoto) -> None:
        """Write it whole or not at all; one that is there already stays."""
        path = self._path(photo.key)
        if path.exists():
            return
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with NamedTemporaryFile(dir=path.parent, prefix=".new") as fresh:  # mode 0600
            fresh.write(photo.content)
            fresh.flush()
            os.fsync(fresh.fileno())
            with suppress(FileExistsError):
                os.link(fresh.name, path)

    def read(self, key: str) -> bytes | None:
        """Its bytes; None when the file is gone."""
        try:
            return self._path(key).read_bytes()
        except OSError:
            return None

    def _path(self, key: str) -> Path:
        return self.home / key[:2] / f"{key}.jpg"
