"""What ends up on paper or in a letter."""
