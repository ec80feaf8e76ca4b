"""The pipeline bridge: why open pipeline is what it is, deal by deal, to the cent."""

from metrics.bridge.between import bridge, bridges
from metrics.bridge.parts import BARS, MOVEMENTS, Bars, Bridge, Cell, Deal, net

__all__ = ["BARS", "MOVEMENTS", "Bars", "Bridge", "Cell", "Deal", "bridge", "bridges", "net"]
