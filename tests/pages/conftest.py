"""The screens read the demo company's store."""

from pathlib import Path

import pytest
import streamlit as st


@pytest.fixture(autouse=True)
def store(demo: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The store the screens read; nothing kept from another."""
    monkeypatch.setenv("TANDEM_STORE", str(demo))
    st.cache_resource.clear()
    return demo
