"""What a plan would do: its results from the registry, past periods, draws, and the commands."""
