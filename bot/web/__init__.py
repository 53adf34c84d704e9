"""The chat page as a channel: requests become events, kept messages become HTML; nothing is decided here."""
