"""The terminal as a channel, and files of answers played through it."""
