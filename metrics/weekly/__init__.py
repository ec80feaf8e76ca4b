"""The week in five blocks: what the meeting's screen shows, for a terminal, a mail, a program."""
