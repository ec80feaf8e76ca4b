"""From aggregates that are wanted to one statement a fact, and back to exact figures."""
