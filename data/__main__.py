"""`python -m data`: load exports, see what is published, go back."""

from data.cli import app

app(prog_name="python -m data")
