"""What the statutory documents say, and how they are drawn."""
