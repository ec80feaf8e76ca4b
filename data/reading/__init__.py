"""Files of any kind as tables of text: nothing is interpreted here, only found and split."""

from data.reading.opening import open_files
from data.reading.source_file import BrokenLine, SourceFile

__all__ = ["BrokenLine", "SourceFile", "open_files"]
