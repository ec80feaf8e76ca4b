"""The handover between the teams: both clocks, what the system takes of them, and what leaks."""
