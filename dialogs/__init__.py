"""The conversation: pure rules about forms, answers and what to ask next.

Nothing here may know a channel, a database, a document library, a file or a clock.
"""
