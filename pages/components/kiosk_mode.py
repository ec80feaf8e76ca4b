"""Whether a session is a wall screen: the link says so once, and it stays one until it ends.

A wall hangs where anybody walks by: nobody acts in its session, and only Weekly is in it.
"""

import streamlit as st

_KEY = "kiosk_mode"


def is_kiosk() -> bool:
    """Whether this session is a wall's. A link without the word does not make it another."""
    if st.query_params.get("kiosk") == "1":
        st.session_state[_KEY] = True
    return bool(st.session_state.get(_KEY, False))
