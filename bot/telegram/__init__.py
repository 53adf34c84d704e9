"""The Telegram channel: updates in, replies out, through the Bot API.

Knows nothing of forms or of the conversation, only events and replies.
"""

import os

# The library reads this whenever it gives out a duration: as a timedelta, which is its future default, not a number
# with a warning.
os.environ.setdefault("PTB_TIMEDELTA", "1")
