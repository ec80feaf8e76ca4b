"""Who is who: the roles of a workspace, and the side and team each head stands for."""

from collections.abc import Mapping
from types import MappingProxyType

from data.errors import WorkspaceError
from data.workspace import Workspace
from metrics.errors import did_you_mean
from metrics.lifecycle.events import person_called
from metrics.lifecycle.refusals import Refused

VIEWER = "viewer"
DISPLAY = "display"
MEMBER = "member"
HEAD_OF_MARKETING = "head_of_marketing"
HEAD_OF_SALES = "head_of_sales"
HEAD_OF_SUCCESS = "head_of_success"
FINANCE = "finance"
OPERATIONS = "operations"
ADMIN = "admin"
ROLES = (
    VIEWER,
    DISPLAY,
    MEMBER,
    HEAD_OF_MARKETING,
    HEAD_OF_SALES,
    HEAD_OF_SUCCESS,
    FINANCE,
    OPERATIONS,
    ADMIN,
)

# A head signs for a side and sees the statements of the team of that name.
SIDES: Mapping[str, str] = MappingProxyType(
    {HEAD_OF_MARKETING: "marketing", HEAD_OF_SALES: "sales", HEAD_OF_SUCCESS: "success"}
)
HEADS = tuple(SIDES)
Roles = Mapping[str, frozenset[str]]


def roles_called(names: tuple[str, ...]) -> tuple[str, ...]:
    """The roles, each once, in the order of the table.

    Raises: Refused for a role that does not exist, or none at all.
    """
    for name in names:
        if name not in ROLES:
            raise Refused(
                "unknown_role",
                f"there is no role '{name}'{did_you_mean(name, ROLES)}; roles: {', '.join(ROLES)}",
            )
    if not names:
        raise Refused("unknown_role", f"name a role, one of {', '.join(ROLES)}")
    return tuple(role for role in ROLES if role in names)


def workspace_roles(workspace: Workspace) -> Roles:
    """The roles that tandem.toml gives, by person; the first administrator is one of them.

    Raises: WorkspaceError for a role that does not exist.
    """
    found: dict[str, set[str]] = {}
    for role, people in workspace.roles.items():
        if role not in ROLES:
            raise WorkspaceError(
                f"tandem.toml: [roles] '{role}' is no role{did_you_mean(role, ROLES)}; write "
                f'role = ["person", ...] with one of {", ".join(ROLES)}'
            )
        for person in people:
            found.setdefault(person_called(person), set()).add(role)
    return {person: frozenset(roles) for person, roles in found.items()}
