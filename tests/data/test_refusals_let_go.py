"""A refused setting or mapping lets go of everything it was refused in.

The validator's own error is kept by a structure that the garbage collector cannot look into; with
it stay the frames it passed and every open database in them, until the process ends.
"""

import gc
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest

from data.errors import RevenueError
from data.mapping import read_mapping
from data.workspace import Workspace

CASES = {
    "workspace": ("tandem.toml", 'currency = "euro"', lambda path: Workspace.read(path.parent)),
    "mapping": (
        "crm.toml",
        'name = "crm"\ntitle = "CRM"\n[[tables]]\ntable = "product"\nfiles = ["P.csv"]\n'
        'columns = { product_id = "Id" }',
        read_mapping,
    ),
}


class Open:
    """Something that should go when nobody needs it any more."""


def refused(read: Callable[[Path], object], path: Path) -> weakref.ref[Open]:
    """What was open while `read` refused the path, and the refusal held beside it."""
    something = Open()
    with pytest.raises(RevenueError) as refusal:
        read(path)
    held = refusal.value
    assert held.message
    return weakref.ref(something)


@pytest.mark.parametrize("name", CASES)
def test_nothing_stays_open_after_a_refusal(tmp_path: Path, name: str) -> None:
    file, text, read = CASES[name]
    (tmp_path / file).write_text(text, encoding="utf-8")
    left = refused(read, tmp_path / file)
    gc.collect()
    assert left() is None
