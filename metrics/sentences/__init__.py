"""Sentences computed from the answers: what happened, its largest part, what is unusual."""
