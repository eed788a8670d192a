"""Tools that come from npm: each folder names one and locks it; installed when first asked for."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
BIN = Path(sys.executable).parent  # node and npm stand beside our Python


def environment() -> dict[str, str]:
    """The machine's own, with the node of the virtual environment first."""
    return {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}


@cache
def installed(name: str) -> Path:
    """The tool's node_modules, exactly as its lock file says; at once while that is unchanged."""
    folder = HERE / name
    lock, stamp = folder / "package-lock.json", folder / "node_modules" / "installed-from"
    if not stamp.exists() or stamp.read_text() != lock.read_text():
        subprocess.run(
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=folder, env=environment(), check=True, capture_output=True, text=True,
        )  # fmt: skip
        stamp.write_text(lock.read_text())
    return folder / "node_modules"
