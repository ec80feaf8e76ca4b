"""The all-hands: what a held meeting tells everybody, from its snapshot and nothing else.

Source: docs/decisions/0030-the-all-hands.md
"""
