"""The two days of the bridge: boxes bound to the link."""

from datetime import date

import streamlit as st

from data.warehouse import Reader
from pages.components.text import for_html, for_markdown
from pages.views.asked import Asked
from pages.views.bridge_dates import understood_dates

_LONGEST = 20


def bridge_dates(source: Reader, asked: Asked) -> tuple[date, date]:
    """Both days as the link has them, in boxes that write it; says what it did not understand."""
    words = (st.query_params.get(name, "")[:_LONGEST] for name in ("from", "to"))
    found = understood_dates(source, asked, *words)
    with st.container(horizontal=True, vertical_alignment="bottom", key="bridge_dates"):
        for name, label, value in (
            ("from", "From the end of", found.from_on),
            ("to", "To the end of", found.to_on),
        ):
            key = f"bridge_{name}"
            st.session_state[key] = value
            st.date_input(
                label,
                key=key,
                min_value=found.earliest,
                max_value=found.latest,
                format="YYYY-MM-DD",
                on_change=_write,
                args=(name,),
                width=170,
            )
        if found.is_default:
            st.html(f'<p class="t-foot">{for_html("The last week, unless you choose.")}</p>')
    for message in found.messages:
        st.info(for_markdown(message), icon=":material/info:")
    return found.from_on, found.to_on


def _write(name: str) -> None:
    """Put a chosen day into the link; an emptied box takes its word out."""
    value = st.session_state[f"bridge_{name}"]
    if value is None:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = value.isoformat()
