"""The files behind the paths a person gave, each opened as rows of text."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from data.errors import DataContractError
from data.reading import repair, sniff, tabular
from data.reading.source_file import SourceFile

_TEXT = {".csv", ".tsv", ".txt"}
_EXCEL = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"}
_JSON_LINES = {".jsonl", ".ndjson"}
_PARQUET = {".parquet", ".pq"}
_READABLE = "CSV, TSV, Excel, Parquet or JSON lines"


def open_files(paths: Sequence[str | Path], folder: Path) -> tuple[SourceFile, ...]:
    """Every readable file under the paths, in the order of their names.

    Copies of files that need one are written to `folder`.
    Raises: DataContractError for a path that does not exist or holds nothing readable.
    """
    opened: list[SourceFile] = []
    for given in paths:
        if "://" in str(given):
            opened.extend(tabular.database_tables(str(given), folder))
            continue
        for path in _found(Path(given)):
            opened.extend(_opened(path, folder))
    if not opened:
        places = ", ".join(str(path) for path in paths) or "no path given"
        raise DataContractError(f"nothing to load in {places}: expected {_READABLE} files")
    return tuple(opened)


def _found(path: Path) -> list[Path]:
    if not path.exists():
        raise DataContractError(f"{path}: no such file or folder; check the path")
    if path.is_file():
        if path.suffix.lower() not in _TEXT | _EXCEL | _JSON_LINES | _PARQUET:
            raise DataContractError(f"{path}: '{path.suffix}' is not read; expected {_READABLE}")
        return [path]
    kinds = _TEXT | _EXCEL | _JSON_LINES | _PARQUET
    files = [one for one in path.iterdir() if one.is_file() and one.suffix.lower() in kinds]
    # A folder that only holds one more folder (an unpacked archive) is looked into.
    folders = [one for one in path.iterdir() if one.is_dir() and not one.name.startswith(".")]
    if not files and len(folders) == 1:
        return _found(folders[0])
    return sorted((one for one in files if not one.name.startswith(("~$", "."))), key=_by_name)


def _by_name(path: Path) -> tuple[str, str]:
    return path.name.casefold(), path.name


def _opened(path: Path, folder: Path) -> list[SourceFile]:
    kind = path.suffix.lower()
    try:
        if path.stat().st_size == 0:
            # The plan refuses it where the load needs it, and says how to go on without it.
            return [SourceFile(path.name, path, path, ())]
        if kind in _EXCEL:
            return tabular.excel_sheets(path, folder)
        if kind in _JSON_LINES:
            return [tabular.json_lines(path, folder)]
        if kind in _PARQUET:
            return [tabular.parquet(path)]
        return [_text_file(path, folder)]
    except PermissionError as error:
        raise DataContractError(f"{path}: not readable; allow this user to read it") from error


def _text_file(path: Path, folder: Path) -> SourceFile:
    file = SourceFile(path.name, path, path, (), size=path.stat().st_size)
    encoding = sniff.encoding_of(path)
    if encoding != "utf-8":
        file = repair.transcoded(file, encoding, folder)
    if sniff.has_only_returns(file.path):
        file = repair.with_plain_line_ends(file, folder)
    header = sniff.header_of(file.path, file.name)
    if any("\ufffd" in name for name in header.columns) and not file.is_transcoded:
        # The rows may be plain where only a column's name is not.
        file = repair.transcoded(file, "cp1252", folder)
        header = sniff.header_of(file.path, file.name)
    return replace(
        file,
        columns=header.columns,
        delimiter=header.delimiter,
        skip=header.records,
        has_nul=sniff.has_nul(file.path),
    )
