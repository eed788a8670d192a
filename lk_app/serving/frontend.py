"""The browser's half: built by Reflex with the node of the virtual environment, only when stale."""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from lk_app.serving import ServingError, addresses, offline
from lk_app.settings import GATEWAY_VARIABLES

ROOT = Path(__file__).parents[2]
OUTPUT = ROOT / ".web" / "build" / "client"
STAMP = ROOT / ".web" / "built-from"
PACKAGES = ROOT / "reflex.lock" / "package.json"
LOG = ROOT / ".web" / "build.log"

# Whatever a page imports may end up in its markup, so every module counts, not pages alone.
SOURCES = ("rxconfig.py", "requirements.lock", ".npmrc", "reflex.lock", "assets", "lk_app")
SETTINGS = ("LK_", *GATEWAY_VARIABLES)
NO_NETWORK = ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ETIMEDOUT", "ENETUNREACH")
UNTRUSTED = ("SELF_SIGNED_CERT", "UNABLE_TO_VERIFY_LEAF", "UNABLE_TO_GET_ISSUER_CERT")


def fingerprint() -> str:
    """One hash over everything the build is made from."""
    total = hashlib.sha256()
    for path in _sources():
        total.update(str(path.relative_to(ROOT)).encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    world = _whose()
    total.update(repr(sorted(world.items())).encode())
    if supplier := world.get("LK_SUPPLIER"):
        total.update(Path(supplier).read_bytes())
    return total.hexdigest()


def is_stale() -> bool:
    """Whether `.web` is missing or was built from other sources."""
    return not STAMP.exists() or STAMP.read_text() != fingerprint()


def build(progress: Callable[[float], None]) -> None:
    """Build the frontend for any port and address.

    `progress` is called about once a second with the seconds spent so far. Raises ServingError.
    """
    STAMP.unlink(missing_ok=True)
    packages = PACKAGES.read_text()
    _export(progress)
    if json.loads(PACKAGES.read_text()) == json.loads(packages):
        PACKAGES.write_text(packages)  # Reflex writes the same keys in an order of its own
    addresses.follow_the_page(OUTPUT)
    offline.name_the_build(OUTPUT)
    # Taken after the export: Reflex may have written reflex.lock for a new package.
    STAMP.write_text(fingerprint())


def _sources() -> Iterator[Path]:
    for name in SOURCES:
        path = ROOT / name
        files = [path] if path.is_file() else sorted(path.rglob("*"))
        yield from (file for file in files if file.is_file() and _is_source(file))


def _whose() -> dict[str, str]:
    """The settings that show in a page before it has asked the server: whose cabinet this is.

    Port, public address and everything else stay out: one build serves them all.
    """
    shown = ("LK_SUPPLIER", "LK_LINK_PROOF")
    world = {name: os.environ[name] for name in shown if name in os.environ}
    if "LK_SUPPLIER" in world:
        world["LK_SUPPLIER"] = str(Path(world["LK_SUPPLIER"]).resolve())
    if os.environ.get("LK_ENV") == "production":
        world["LK_ENV"] = "production"
    return world


def _is_source(path: Path) -> bool:
    # assets/external holds links that Reflex lays anew at every import
    return "__pycache__" not in path.parts and "external" not in path.relative_to(ROOT).parts[:2]


def _export(progress: Callable[[float], None]) -> None:
    command = [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"]
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as scratch, tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=_environment(scratch), stdout=log, stderr=subprocess.STDOUT
        )
        while process.poll() is None:
            progress(time.monotonic() - started)
            try:
                process.wait(timeout=1)
            except subprocess.TimeoutExpired:
                continue
        log.seek(0)
        said = log.read()
    LOG.parent.mkdir(exist_ok=True)
    LOG.write_bytes(said)  # only now: in a fresh clone Reflex empties .web first
    if process.returncode:
        raise ServingError(_reason(said.decode(errors="replace")))


def _environment(scratch: str) -> dict[str, str]:
    """Of LK_* the build sees only whose cabinet this is; what else is required gets a stand-in."""
    bin_dir = Path(sys.executable).parent
    kept = {name: text for name, text in os.environ.items() if not name.startswith(SETTINGS)}
    kept["PATH"] = f"{bin_dir}{os.pathsep}{kept.get('PATH', os.defpath)}"
    kept |= {**_whose(), "LK_VAR_DIR": scratch}
    if kept.get("LK_ENV") == "production":
        kept |= {"LK_SECRET_KEY": "-" * 32, "LK_PUBLIC_URL": "https://build.invalid"}
    kept["REFLEX_USE_NPM"] = "1"  # otherwise Reflex downloads bun
    if "NPM_CONFIG_REGISTRY" not in kept:  # otherwise Reflex races registries of its own choice
        kept["NPM_CONFIG_REGISTRY"] = subprocess.run(
            ["npm", "config", "get", "registry"],
            cwd=ROOT, env=kept, check=True, capture_output=True, text=True,
        ).stdout.strip()  # fmt: skip
    return kept


def _reason(said: str) -> str:
    if any(mark in said for mark in NO_NETWORK):
        return "no network: the npm registry does not answer; connect and run the command again"
    if any(mark in said for mark in UNTRUSTED):
        return "npm does not trust the registry's certificate: name yours in NODE_EXTRA_CA_CERTS"
    return f"the frontend was not built; what Reflex said is in {LOG.relative_to(ROOT)}"
