"""Plotly figures from ready values; no arithmetic."""
