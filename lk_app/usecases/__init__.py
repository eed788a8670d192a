"""Load, decide, save, tell: one function per thing a person can ask for."""
