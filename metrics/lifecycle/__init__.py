"""The life of a plan and of a period: commands with a guard, kept as events of the ledger."""
