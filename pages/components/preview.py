"""The preview of an upload: each file's table, columns, first rows and unreadable rows."""

import streamlit as st

from pages.components.frame import foot, title
from pages.components.tables import row_table, short_table
from pages.components.text import for_markdown
from pages.views.data_upload import FilePreview, Preview


def preview(view: Preview) -> None:
    """What loading would do, the files with unreadable rows opened."""
    title(view.sentence)
    for words in view.notes:
        foot(words)
    short_table(view.summary)
    for place, one in enumerate(view.files):
        with st.expander(for_markdown(one.title), expanded=len(view.files) == 1):
            _file(one, f"preview_{place}")


def _file(one: FilePreview, key: str) -> None:
    for words in one.notes:
        foot(words)
    left, right = st.columns([2, 5], gap="large")
    with left:
        title("Columns")
        short_table(one.mapping)
    with right:
        title("First rows, as they would load")
        row_table(one.first, key=f"{key}_first")
        if one.rejected:
            title("Rows that would stay out")
            row_table(one.rejected, key=f"{key}_rejected")
