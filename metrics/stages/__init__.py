"""How long deals stay in a stage, where they go from it, and how they end."""
