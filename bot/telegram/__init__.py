"""The Telegram channel: updates in, replies out, through the Bot API.

Knows nothing of forms or of the conversation, only events and replies.
"""
