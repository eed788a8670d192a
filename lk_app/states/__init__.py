"""What a screen remembers and reacts to (Reflex states)."""
