"""A Bot API of our own, over real HTTP, that behaves and refuses as Telegram's: see `FakeBotApi`."""

from fake_botapi.faults import Rate
from fake_botapi.server import FakeBotApi
from fake_botapi.users import GROUP, FakeUser
from fake_botapi.values import Action, Answer, Button, Call, Message

__all__ = ["GROUP", "Action", "Answer", "Button", "Call", "FakeBotApi", "FakeUser", "Message", "Rate"]
