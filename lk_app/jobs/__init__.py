"""What runs on a schedule or in the background; each job calls one use case."""
