"""The demo company: Northbeam Instruments, which makes laboratory and process instruments.

`write_demo` writes its exports as CSV files of the canonical tables.
"""

from data.demo.company import WORKSPACE_TOML as DEMO_WORKSPACE
from data.demo.write import write_demo

__all__ = ["DEMO_WORKSPACE", "write_demo"]
