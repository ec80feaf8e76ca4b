"""The all-hands as files: a deck of slides as PowerPoint and as PDF, laid out once for both."""
