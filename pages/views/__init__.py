"""What a screen shows, as frozen values: no Streamlit, no Plotly, testable alone."""
