"""What screens that work without a published load ask of the store itself."""

from data.workspace import Workspace
from pages.components.guard import enter_by_the_front_door
from pages.components.session import store_path


def workspace() -> Workspace:
    """The settings of the store, the defaults where it has none."""
    enter_by_the_front_door()
    return Workspace.read(store_path())
