"""Event -> screen -> changes: dispatch, gate, staleness, commands. Knows no channel and no storage."""
