"""What touched the deals that were booked, under ten models side by side; never for pay."""

from metrics.attribution.answer import Attribution, Member, Model
from metrics.attribution.compute import attribution
from metrics.attribution.weights import MODELS, VECTORS, Anchor, Weights

__all__ = [
    "MODELS",
    "VECTORS",
    "Anchor",
    "Attribution",
    "Member",
    "Model",
    "Weights",
    "attribution",
]
