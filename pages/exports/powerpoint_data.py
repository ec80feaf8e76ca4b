"""The data of native charts: the deck's values, in a workbook whose cells are never formulas."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from typing import Any

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.chart.xlsx import CategoryWorkbookWriter, XyWorkbookWriter
from xlsxwriter import Workbook

# The same deck makes the same file: nothing in it says when it was made.
MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook's stamp has no zone
LITERAL = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class _Literal:
    """Opens workbooks that keep text as text."""

    @contextmanager
    def _open_worksheet(self, target: BytesIO) -> Iterator[tuple[Any, Any]]:
        workbook = Workbook(target, LITERAL)
        workbook.set_properties({"created": MADE})
        yield workbook, workbook.add_worksheet()
        workbook.close()


class _CategoryWorkbook(_Literal, CategoryWorkbookWriter):
    pass


class _XyWorkbook(_Literal, XyWorkbookWriter):
    pass


class Categories(CategoryChartData):
    """Named values of a bar chart."""

    @property
    def xlsx_blob(self) -> bytes:
        """The workbook behind the chart."""
        return bytes(_CategoryWorkbook(self).xlsx_blob)


class Points(XyChartData):
    """Points of a curve."""

    @property
    def xlsx_blob(self) -> bytes:
        """The workbook behind the chart."""
        return bytes(_XyWorkbook(self).xlsx_blob)
