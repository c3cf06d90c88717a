"""What the brand is, and how it is set."""
