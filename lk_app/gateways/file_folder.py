"""Files named by their content, which nobody else on this machine reads."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from lk_app.domain.photos import MadePhoto

PIECE = 64 * 1024  # bytes handed on at a time: a large file is never in memory whole


class FileFolder:
    """A folder that every replica sees; a file in it never changes."""

    def __init__(self, home: Path, *, ending: str = "") -> None:
        self.home, self.ending = home, ending

    def keep(self, key: str, content: bytes) -> None:
        """Write it whole or not at all; one that is there already stays, and is young again."""
        with suppress(FileNotFoundError):
            return os.utime(self._path(key))
        with self.writing(key) as fresh:
            fresh.write(content)

    @contextmanager
    def writing(self, key: str) -> Iterator[IO[bytes]]:
        """A file to write piece by piece: there under its name when all is written, or not at all.

        One that is there already stays.
        """
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with NamedTemporaryFile(dir=path.parent, prefix=".new") as fresh:  # mode 0600
            yield fresh
            fresh.flush()
            os.fsync(fresh.fileno())
            with suppress(FileExistsError):
                os.link(fresh.name, path)

    def pieces(self, key: str) -> Iterator[bytes] | None:
        """Its bytes, some at a time; None when the file is gone."""
        try:
            file = self._path(key).open("rb")
        except OSError:
            return None
        return _pieces(file)

    def read(self, key: str) -> bytes | None:
        """Its bytes; None when the file is gone."""
        try:
            return self._path(key).read_bytes()
        except OSError:
            return None

    def unused_since(self, before: datetime, *, share: str) -> list[str]:
        """Keys of what was kept last before this moment; of those that start with this digit."""
        files = self.home.glob(f"{share}?/[!.]*{self.ending}")
        return [file.stem for file in files if file.stat().st_mtime < before.timestamp()]

    def drop(self, key: str) -> None:
        """Delete it; one that is gone already is no error."""
        self._path(key).unlink(missing_ok=True)

    def drop_older(self, than: datetime) -> int:
        """Delete what was written before this moment, half-written files of killed processes, too;
        how many."""
        gone = 0
        for file in self.home.glob("*/*"):
            with suppress(FileNotFoundError):
                if file.stat().st_mtime < than.timestamp():
                    file.unlink()
                    gone += 1
        return gone

    def _path(self, key: str) -> Path:
        return self.home / key[:2] / f"{key}{self.ending}"


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece


class PhotoFolder:
    """Photos of meters in such a folder."""

    def __init__(self, home: Path) -> None:
        self.files = FileFolder(home, ending=".jpg")

    def keep(self, photo: MadePhoto) -> None:
        """Keep it; the same one again is as if it were new."""
        self.files.keep(photo.key, photo.content)

    def read(self, key: str) -> bytes | None:
        """Its bytes; None when the file is gone."""
        return self.files.read(key)

    def unused_since(self, before: datetime, *, share: str) -> list[str]:
        """Keys of what was kept last before this moment; of those that start with this digit."""
        return self.files.unused_since(before, share=share)

    def drop(self, key: str) -> None:
        """Delete it; one that is gone already is no error."""
        self.files.drop(key)
