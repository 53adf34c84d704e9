"""A person at the other end: types, presses, sends files, and reads what the bot says."""

from __future__ import annotations

import mimetypes
import time
from collections.abc import Callable
from dataclasses import replace

from waiting import PATIENCE

from fake_botapi.rules import TEXT_LIMIT, units
from fake_botapi.state import Chat, Query, State
from fake_botapi.values import Action, Answer, Json, Message, StoredFile, Upload

GROUP = -1001000000001

# A PNG of 2 by 2 pixels.
PHOTO = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000002000000020802000000fdd49a730000001649444154789c63fccfc0c0c0c0c0c4c0c0c0c0"
    "c000000d1d01036ac29be90000000049454e44ae426082"
)


class FakeUser:
    """One person with a private chat. What they do becomes an update that waits for the bot."""

    def __init__(self, state: State, user_id: int, name: str) -> None:
        self.id = user_id
        self.info: Json = {"id": user_id, "is_bot": False, "first_name": name, "language_code": "zh-hans"}
        self._state = state
        private = Chat(user_id, {"type": "private", "first_name": name})
        self.chat = state.chats.setdefault(user_id, private)

    @property
    def messages(self) -> list[Message]:
        """The private chat, both sides, in order."""
        return self.chat.messages

    async def wait(self, wanted: Callable[[Message], object], timeout: float = PATIENCE) -> Message:  # noqa: ASYNC109
        """See `Chat.wait`."""
        return await self.chat.wait(wanted, timeout)

    async def next_message(self, timeout: float = PATIENCE) -> Message:  # noqa: ASYNC109
        """See `Chat.next_message`."""
        return await self.chat.next_message(timeout)

    async def answer(self, press: Action, timeout: float = PATIENCE) -> Answer:  # noqa: ASYNC109
        """What the bot answered to a press (the small note above the chat)."""
        query = self._state.queries[press.query_id]
        return await self._state.chats[query.chat_id].until(lambda: query.answer, timeout)

    async def send(self, text: str, replies_to: Message | None = None) -> Action:
        """Type a message of at most 4096 characters, or a command; maybe as a reply to a message."""
        extra = {"reply_to_message": replies_to.json(self.chat.info)} if replies_to else {}
        return self._say(self.chat, text, extra)

    async def send_long(self, text: str) -> list[Action]:
        """Paste a text of any length: the user's app cuts it into as many messages as it takes."""
        draft_parts = [""]
        for letter in text:
            if units(draft_parts[-1] + letter) > TEXT_LIMIT:
                draft_parts.append("")
            draft_parts[-1] += letter
        return [self._say(self.chat, draft_part) for draft_part in draft_parts]

    async def send_in_group(self, text: str, group: int = GROUP, title: str = "联合申报群") -> Action:
        """Type in a group the bot is in; the group comes about with its first message."""
        chat = self._state.chats.setdefault(group, Chat(group, {"type": "supergroup", "title": title}))
        return self._say(chat, text)

    async def edit(self, message: Message | Action, text: str) -> Action:
        """Change the text of an own message."""
        chat = self._state.chats[message.chat_id]
        old = chat.find(message.message_id)
        assert old is not None
        assert not old.from_bot, "only an own message can be edited"
        new = replace(old, text=text, edited=True)
        chat.replace(new)
        update = self._state.updates.add("edited_message", new.json(chat.info))
        return Action(update, new.message_id, chat.id)

    async def press(self, message: Message, button: str) -> Action:
        """Press a button of a message as it was seen, named by its label or its data."""
        found = [one for row in message.buttons for one in row if button in {one.text, one.data}]
        assert found, f"no button {button!r}, only {message.buttons}"
        chat = self._state.chats[message.chat_id]
        query_id = str(7_000_000_000 + self._state.next_id())
        self._state.queries[query_id] = Query(chat.id)
        query = {
            "id": query_id,
            "from": self.info,
            "chat_instance": str(chat.id),
            "message": (chat.find(message.message_id) or message).json(chat.info),
            "data": found[0].data,
        }
        update = self._state.updates.add("callback_query", query)
        return Action(update, message.message_id, chat.id, query_id)

    async def send_document(self, name: str, data: bytes, caption: str = "", size: int | None = None) -> Action:
        """Send a file; `size` claims another size than its own, to try the limits."""
        stored = self._state.store(_upload(name, data), size)
        return self._put(self.chat, document=stored, caption=caption)

    async def send_photo(self, data: bytes = PHOTO, caption: str = "") -> Action:
        return self._put(self.chat, photo=self._state.store(_upload("photo.jpg", data)), caption=caption)

    async def send_contact(self, first_name: str, number: str) -> Action:
        return self._put(self.chat, extra={"contact": {"phone_number": number, "first_name": first_name}})

    async def send_sticker(self) -> Action:
        shape = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        stored = self._state.store(_upload("sticker.webp", b"sticker"))
        return self._put(self.chat, extra={"sticker": _short(stored) | shape})

    async def send_voice(self) -> Action:
        stored = self._state.store(_upload("voice.ogg", b"voice"))
        return self._put(self.chat, extra={"voice": _short(stored) | {"duration": 3}})

    async def send_video(self) -> Action:
        stored = self._state.store(_upload("video.mp4", b"video"))
        return self._put(self.chat, extra={"video": _short(stored) | {"duration": 3, "width": 640, "height": 480}})

    async def block(self) -> int:
        """Block the bot; the update's id."""
        return self._membership(blocked=True)

    async def unblock(self) -> int:
        return self._membership(blocked=False)

    def _say(self, chat: Chat, text: str, replied: Json | None = None) -> Action:
        assert 0 < units(text) <= TEXT_LIMIT, "no app sends such a message: see send_long"
        extra: Json = {**(replied or {})}
        if text.startswith("/"):
            length = units(text.split(maxsplit=1)[0])
            extra["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        return self._put(chat, text=text, extra=extra)

    def _put(
        self,
        chat: Chat,
        *,
        text: str = "",
        caption: str = "",
        document: StoredFile | None = None,
        photo: StoredFile | None = None,
        extra: Json | None = None,
    ) -> Action:
        message = Message(
            self._state.next_id(),
            chat.id,
            self.info,
            int(time.time()),
            text=text,
            caption=caption,
            document=document,
            photo=photo,
            extra=extra or {},
        )
        chat.put(message)
        update = self._state.updates.add("message", message.json(chat.info))
        return Action(update, message.message_id, chat.id)

    def _membership(self, *, blocked: bool) -> int:
        self.chat.blocked = blocked
        before, after = ("member", "kicked") if blocked else ("kicked", "member")
        change = {
            "chat": self.chat.info,
            "from": self.info,
            "date": int(time.time()),
            "old_chat_member": {"user": self._state.bot, "status": before, "until_date": 0},
            "new_chat_member": {"user": self._state.bot, "status": after, "until_date": 0},
        }
        return self._state.updates.add("my_chat_member", change)


def _upload(name: str, data: bytes) -> Upload:
    return Upload(name, mimetypes.guess_type(name)[0] or "application/octet-stream", data)


def _short(stored: StoredFile) -> Json:
    """A file that has no name of its own."""
    return {name: value for name, value in stored.json().items() if name != "file_name"}
