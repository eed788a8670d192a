"""`make prove`: the full figures of the proofs; each proof writes docs/proofs/NAME.md itself."""

import subprocess
import sys
from pathlib import Path

PROOFS = Path(__file__).parent / "proofs"


def main() -> None:
    """Run every proof in turn; the first that fails ends the run."""
    for proof in sorted(PROOFS.glob("prove_*.py")):
        print(f"{proof.stem}", flush=True)
        subprocess.check_call([sys.executable, "-m", f"tests.proofs.{proof.stem}"])


if __name__ == "__main__":
    main()
