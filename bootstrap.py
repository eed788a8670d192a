"""Behind `make`: from a bare Python to a served cabinet. Standard library only.

Installs what the lock files name into .venv (skipped while they are unchanged), then runs the
commands of a target. Written so that an old Python reads it too and can say that it is too old.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / "python"
STAMP = VENV / "installed-from"
LOG = VENV / "install.log"
OLDEST = (3, 11)
NEWER_NAMES = ("python3.14", "python3.13", "python3.12", "python3.11")
RUNTIME, DEVELOPMENT = "requirements.lock", "requirements-dev.lock"
BENCH = "requirements-bench.lock"
UV = "uv==0.13.8"  # resolves for every platform at once; used by `make lock` alone
NO_NETWORK = ("Failed to establish", "NameResolution", "No matching distribution", "timed out")
NO_ANSWER = ("not found on PyPI", "audit endpoint returned an error", "ConnectionError")
BOTH_CORES = ("-n2", "--dist=worksteal")
BOTH_BROWSERS = ("-n2", "--dist=loadfile")  # a file's fixtures are served cabinets: made once
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Stop(Exception):
    """One line for the person who typed `make`."""


def main():
    target = sys.argv[1] if len(sys.argv) > 1 else "run"
    os.chdir(str(ROOT))
    require_python()
    try:
        TARGETS[target]()
    except Stop as stop:
        sys.exit("make {}: {}".format(target, stop))
    except subprocess.CalledProcessError as failed:
        sys.exit(failed.returncode)  # it has said why itself
    except KeyboardInterrupt:
        sys.exit(130)


def require_python():
    if sys.version_info >= OLDEST:
        return
    for name in NEWER_NAMES:
        newer = shutil.which(name)
        if newer:
            os.execv(newer, [newer, *sys.argv])
    sys.exit(
        "make: Python {}.{} is too old: install Python 3.11 or newer, "
        "or name one: make PYTHON=/path/to/python3.11 …".format(*sys.version_info[:2])
    )


# Targets, in the order a newcomer meets them


def run():
    install(RUNTIME)
    lk("build")
    lk("migrate")
    lk("demo", "load")
    sys.stdout.flush()
    os.execv(str(BIN / "lk"), ["lk", "serve"])  # the same process, so Ctrl-C has one addressee


def test():
    fast()
    lk("build")
    require_chromium()
    in_the_browser()


def in_the_browser():
    """What failed gets one second look by itself: a starved machine must not stop a landing."""
    try:
        pytest("tests/journeys", "tests/serving", *BOTH_BROWSERS)
    except subprocess.CalledProcessError:
        print(
            "make test: a second look at what failed; read the first one's report too", flush=True
        )
        pytest("tests/journeys", "tests/serving", "--last-failed", "--last-failed-no-failures=none")


def fast():
    check()
    pytest("tests", "--ignore=tests/journeys", "--ignore=tests/serving", *BOTH_CORES)


def check():
    install(DEVELOPMENT)
    tool("ruff", "check", ".")
    tool("ruff", "format", "--check", ".")
    tool("mypy")
    tool("lint-imports")


def audit():
    install(DEVELOPMENT)
    ours = ("pip-audit", "--disable-pip", "--require-hashes", "--strict", "-r", DEVELOPMENT)
    theirs = ("npm", "audit", "--omit=dev", "--prefix", "reflex.lock")
    failed = [audited(*ours), audited(*theirs)]
    if any(failed):
        raise Stop("; ".join(filter(None, failed)))


def bench():
    install(DEVELOPMENT)
    pip_install(BENCH)
    lk("build")
    require_chromium()
    python("-m", "tests.bench")


def prove():
    install(DEVELOPMENT)
    lk("build")
    require_chromium()
    python("-m", "tests.prove")


def screens():
    install(DEVELOPMENT)
    lk("build")
    require_chromium()
    python("-m", "tests.screens")


def lock():
    make_environment()
    python("-m", "pip", "install", "--quiet", UV)
    compiling = ["pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11"]
    compiling += ["--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--quiet"]
    compiling += ["--custom-compile-command", "make lock", "--extra", "build"]
    tool("uv", *compiling, "-o", RUNTIME)
    tool("uv", *compiling, "--extra", "dev", "-c", RUNTIME, "-o", DEVELOPMENT)
    tool("uv", *compiling, "--extra", "bench", "-c", RUNTIME, "-o", BENCH)


def clean():
    for name in (".venv", ".web", ".states", "lk_app.egg-info"):
        shutil.rmtree(str(ROOT / name), ignore_errors=True)


TARGETS = {
    name.__name__: name
    for name in (run, test, fast, check, audit, bench, prove, screens, lock, clean)
}


# Installing


def install(lock_file):
    """Make .venv hold what the lock file names; returns at once while nothing changed."""
    wanted = {name: fingerprint(name) for name in (RUNTIME, DEVELOPMENT)}
    have = STAMP.read_text().split() if STAMP.exists() and PYTHON.exists() else []
    if wanted[lock_file] in have or wanted[DEVELOPMENT] in have:
        return
    make_environment()
    STAMP.unlink(missing_ok=True)
    pip_install(lock_file)
    quietly("the package itself", "install", "--no-deps", "--no-build-isolation", "-e", ".")
    STAMP.write_text(wanted[lock_file])


def fingerprint(lock_file):
    """Of the lock, of what names the commands, and of where .venv stands: it cannot be moved."""
    total = hashlib.sha256(repr((sys.version_info[:2], str(ROOT), lock_file)).encode())
    for name in (lock_file, "pyproject.toml"):
        total.update((ROOT / name).read_bytes())
    return total.hexdigest()


def make_environment():
    asks = "import sys, pip; sys.exit(sys.version_info < {!r})".format(OLDEST)
    if not PYTHON.exists() or subprocess.call([str(PYTHON), "-c", asks], stderr=subprocess.DEVNULL):
        say("environment: creating .venv with Python {}".format(sysconfig.get_python_version()))
        made = subprocess.run(
            [sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True
        )
        if made.returncode:
            raise Stop("venv does not work here: install it (Debian: apt install python3-venv)")


def pip_install(lock_file):
    """Install by hash, counting packages on one line."""
    lines = (ROOT / lock_file).read_text().splitlines()
    total = sum("==" in line and not line.startswith(" ") for line in lines)
    asked = ["install", "--require-hashes", "--progress-bar", "off", "-r", lock_file]
    say("install: {} packages".format(total))
    quietly("packages", *asked, total=total)


def quietly(what, *arguments, total=0):
    """Run pip with its words kept in a log, showing how far it is."""
    seen = 0
    with LOG.open("a") as log:
        process = subprocess.Popen(
            [str(PYTHON), "-m", "pip", "--disable-pip-version-check", *arguments],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True,
        )  # fmt: skip
        said = []
        for line in process.stdout:
            log.write(line)
            said.append(line)
            seen += line.startswith(("Collecting", "Requirement already"))
            if total and line.startswith("Collecting"):
                tick("install: {} of {} {}".format(seen, total, what))
            elif line.startswith("Installing collected"):
                tick("install: unpacking {}".format(what))
    if total and sys.stdout.isatty():
        say("")
    if process.wait():
        raise Stop(why_pip_failed("".join(said)))


def why_pip_failed(said):
    if any(mark in said for mark in NO_NETWORK):
        return "no network: the package registry does not answer; connect and run it again"
    if "DO NOT MATCH THE HASHES" in said:
        return "a package differs from its hash in the lock: nothing was installed, see " + str(LOG)
    return "packages were not installed; what pip said is in " + str(LOG)


def require_chromium():
    """For the journeys: the machine's own, else Debian's, else Playwright's."""
    if any(map(shutil.which, CHROMIUMS)) or os.environ.get("LK_TEST_CHROMIUM"):
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        say("chromium: installing Debian's")
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        if not subprocess.call(["apt-get", "update", "-qq"], **quiet):
            environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
            subprocess.call(["apt-get", "install", "-yqq", "chromium"], env=environment, **quiet)
        if shutil.which("chromium"):
            return
    say("chromium: installing Playwright's")
    tool("playwright", "install", "chromium")


# Small words


def lk(*arguments):
    tool("lk", *arguments)


def pytest(*arguments):
    tool("pytest", *arguments)


def python(*arguments):
    subprocess.check_call([str(PYTHON), *arguments])


def tool(name, *arguments):
    subprocess.check_call([str(BIN / name), *arguments], env=with_tools())


def with_tools():
    path = os.pathsep.join((str(BIN), os.environ.get("PATH", os.defpath)))
    return dict(os.environ, PATH=path)


def audited(name, *arguments):
    """Run an audit and show what it says; returns what is wrong in a few words, "" if nothing."""
    done = subprocess.run(
        [str(BIN / name), *arguments], env=with_tools(), universal_newlines=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    if done.returncode and any(mark in done.stdout for mark in NO_ANSWER + NO_NETWORK):
        return "{}: the vulnerability service does not answer here, nothing was audited".format(
            name
        )
    say(done.stdout.strip())
    return "{} found what is to be mended".format(name) if done.returncode else ""


def tick(line):
    """Progress in place on a screen; in a log the first line is enough."""
    if sys.stdout.isatty():
        sys.stdout.write("\r" + line.ljust(60))
        sys.stdout.flush()


def say(line):
    print(line)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
