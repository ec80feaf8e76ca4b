"""Source mappings: how an export's files and columns become canonical tables. Data, not code."""

import difflib
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from data.errors import DataContractError
from data.schema import TABLES

FOLDER = Path(__file__).parent / "sources"
CANONICAL = "canonical"
DateOrder = Literal["dmy", "mdy"]
Text = Annotated[str, Field(min_length=1)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class When(_Part):
    """Only rows whose `column` holds one of the values get a value; the others stay empty."""

    column: Text
    any_of: Annotated[tuple[str, ...], Field(min_length=1)]


class Lookup(_Part):
    """The value stands in another file of the export, found by a key."""

    files: Annotated[tuple[Text, ...], Field(min_length=1)]
    key: Text
    value: Text


class FieldSpec(_Part):
    """Where the values of one canonical column come from.

    `column` names one column, or several of which the first that the file has counts; `otherwise`
    is the column whose text stands in where that one's is empty. `joined` makes a key of several
    columns that no one column holds; where one of them is empty there is none.
    """

    column: tuple[Text, ...] = ()
    otherwise: Text | None = None
    joined: tuple[Text, ...] = ()
    constant: str | None = None
    values: dict[str, str] = {}
    lookup: Lookup | None = None
    when: When | None = None

    @field_validator("column", mode="before")
    @classmethod
    def _one_or_several(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    @model_validator(mode="after")
    def _has_one_origin(self) -> Self:
        if bool(self.column) + bool(self.joined) + (self.constant is not None) != 1:
            raise ValueError("give either 'column' or 'constant', or 'joined' with several columns")
        if len(self.joined) == 1:
            raise ValueError("'joined' takes several columns; for one give 'column'")
        if self.otherwise is not None and not self.column:
            raise ValueError("'otherwise' stands in for a 'column'; give that too")
        if self.joined and self.lookup is not None:
            raise ValueError("a 'lookup' finds by one 'column', not by what is 'joined'")
        return self

    @property
    def origins(self) -> tuple[str, ...]:
        """The columns of the file that the values are made of, as the file names them."""
        stands_in = (self.otherwise,) if self.otherwise is not None else ()
        return (*self.column, *stands_in, *self.joined)


class TableSpec(_Part):
    """One canonical table from one file; of several file names the first that exists counts."""

    table: Text
    files: Annotated[tuple[Text, ...], Field(min_length=1)]
    columns: dict[str, FieldSpec]
    # One row for each key, the first that is found: people who are only a column elsewhere.
    distinct: bool = False

    @field_validator("columns", mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {
            name: {"column": one} if isinstance(one, str | list) else one
            for name, one in value.items()
        }

    @model_validator(mode="after")
    def _fits_the_table(self) -> Self:
        table = TABLES.get(self.table)
        if table is None:
            raise ValueError(f"no canonical table '{self.table}'{meant(self.table, list(TABLES))}")
        for name in self.columns:
            if name not in table.column_names:
                near = meant(name, list(table.column_names))
                raise ValueError(f"table '{self.table}' has no column '{name}'{near}")
        for column in table.columns:
            if column.required and column.name not in self.columns:
                raise ValueError(f"table '{self.table}' needs the column '{column.name}'")
        return self


class StageSpec(_Part):
    """One stage of the sales process, in the export's own words."""

    stage: Text
    position: int
    kind: Literal["open", "won", "lost"]
    in_pipeline: bool = True
    probability: Decimal | None = None
    forecast_category: str | None = None


class Mapping(_Part):
    """One export format: its tables, its stages, and what cannot be told from the files."""

    name: Text
    title: Text
    date_order: DateOrder | None = None
    # Files whose lines leave out the empty fields at their end; elsewhere such a line is bad.
    short_lines: tuple[Text, ...] = ()
    tables: Annotated[tuple[TableSpec, ...], Field(min_length=1)]
    stages: tuple[StageSpec, ...] = ()


def read_mapping(path: Path) -> Mapping:
    """The mapping in a TOML file.

    Raises: DataContractError that names the file and the key.
    """
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        return Mapping.model_validate(found)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataContractError(f"mapping {path.name}: not readable as TOML: {error}") from error
    except ValidationError as error:
        said = "; ".join(
            f"{_key(one['loc'])}: {one['msg'].removeprefix('Value error, ')}"
            for one in error.errors()
        )
    # Not from within: pydantic's error would keep every frame up to here for good.
    raise DataContractError(f"mapping {path.name}: {said}")


def known_mappings(folder: Path = FOLDER) -> tuple[Mapping, ...]:
    """Every mapping that is shipped, by name; the canonical form needs none."""
    return tuple(read_mapping(path) for path in sorted(folder.glob("*.toml")))


def meant(word: str, known: list[str] | tuple[str, ...]) -> str:
    """'; did you mean X?' or '' when nothing is near."""
    by_fold = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(word.casefold(), list(by_fold), n=1, cutoff=0.5)
    return f"; did you mean '{by_fold[near[0]]}'?" if near else ""


def _key(where: tuple[int | str, ...]) -> str:
    """The path of a key as it is written in the file, lists counted from 1."""
    words: list[str] = []
    for part in where:
        if isinstance(part, int) and words:
            words[-1] += f"[{part + 1}]"
        else:
            words.append(str(part))
    return "key '" + ".".join(words) + "'" if words else "file"
