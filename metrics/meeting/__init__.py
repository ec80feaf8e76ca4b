"""The weekly meeting: commitments, notes, disputes, held numbers, and then against now.

Source: docs/decisions/0027-the-weekly-meeting.md
"""
