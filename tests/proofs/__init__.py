"""The full figures behind an issue; each module writes docs/proofs/NAME.md."""
