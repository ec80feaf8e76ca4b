"""The field voice: what either side asks of the other, answered with a clock. No pay in it.

Source: docs/decisions/0037-the-field-voice.md
"""
