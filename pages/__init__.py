"""Screens. One file a screen: load, view, render; README.md in this folder has the pattern."""
