"""Text that is safe inside a statement: names and values that do not come as parameters."""


def identifier(name: str) -> str:
    """`name` as a quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """`text` as a quoted SQL string."""
    return "'" + text.replace("'", "''") + "'"


def listed(names: tuple[str, ...] | list[str]) -> str:
    """The names as quoted identifiers with commas between."""
    return ", ".join(identifier(name) for name in names)
