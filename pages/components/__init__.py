"""Streamlit pieces that screens are put together from."""
