"""A messenger that this project did not write needs a name and the interface of a channel, and nothing else."""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from harness import Bench, Clock, small_shelf

from bot.service.served_channel import Channel
from bot.service.writer import Service
from dialogs.turn.events import Command, Pressed, Said
from dialogs.turn.messages import Ask, Reply, Say

LINK = re.compile(r"pigeon://loft/([0-9A-Za-z_-]+)")


def words(reply: Reply) -> list[str]:
    """What is read in a question or a sentence."""
    return [*reply.remarks, reply.text] if isinstance(reply, Ask) else [reply.text] if isinstance(reply, Say) else []


class Pigeons:
    """All there is to a messenger, after docs/architecture.md: a name and links, events in, replies out."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._events = 0
        self._read: defaultdict[str, list[Reply]] = defaultdict(list)  # what has arrived at each loft
        self._arrived = asyncio.Condition()
        service.turns.register(Channel("pigeon", invitation="pigeon://loft/{}"))

    async def fly(self) -> None:
        """Delivers until it is cancelled: what waits, and then whatever is posted."""
        lofts = set(await self._service.waiting("pigeon"))
        while True:
            for loft in lofts:
                while waiting := await self._service.next_reply(loft):
                    await self._service.delivered(waiting)
                    async with self._arrived:
                        self._read[loft].append(waiting.reply)
                        self._arrived.notify_all()
            lofts = await self._service.posted("pigeon")

    async def send(self, loft: str, text: str) -> str:
        """A message from a loft; all that was said there since, once a question has come."""
        self._events += 1
        base, before = {"id": f"pigeon:{self._events}", "person": f"pigeon:{loft}"}, len(self._read[f"pigeon:{loft}"])
        if link := LINK.fullmatch(text):
            await self._service.submit(Command(**base, name="start", argument=link[1]))
        elif text.startswith("/"):
            await self._service.submit(Command(**base, name=text[1:]))
        elif button := self._button(loft, text):
            await self._service.submit(Pressed(**base, data=button))
        else:
            await self._service.submit(Said(**base, text=text, ref=base["id"]))
        return await self.until(loft, lambda reply: isinstance(reply, Ask), before)

    async def until(self, loft: str, wanted: Callable[[Reply], bool], before: int = 0) -> str:
        """What has arrived at a loft behind so many replies, once there is one that is wanted."""
        async with asyncio.timeout(60), self._arrived:
            await self._arrived.wait_for(lambda: any(map(wanted, self._read[f"pigeon:{loft}"][before:])))
        arrived = self._read[f"pigeon:{loft}"][before:]
        return "\n".join(text for reply in arrived for text in words(reply))

    def _button(self, loft: str, label: str) -> str:
        asks = [reply for reply in self._read[f"pigeon:{loft}"] if isinstance(reply, Ask)]
        rows = asks[-1].buttons if asks else ()
        return next((button.data for row in rows for button in row if button.label == label), "")


async def test_two_people_fill_in_a_form_together_by_it(tmp_path: Path, clock: Clock) -> None:
    async with Bench(tmp_path, small_shelf(tmp_path), clock) as bench:
        pigeons = Pigeons(bench.service)
        flying = asyncio.create_task(pigeons.fly())
        await pigeons.send("lead", "/start")
        assert "图书角名称" in await pigeons.send("lead", "同意并开始")
        assert "已记下：河边图书角" in await pigeons.send("lead", "河边图书角")
        for said in ("/invite", "张三", "添加联合单位", "示例小学"):
            await pigeons.send("lead", said)
        link = LINK.search(await pigeons.send("lead", "填写"))
        assert link
        assert "张三邀请您一起填写《河边图书角》" in await pigeons.send("school", link[0])
        await pigeons.send("school", "同意并加入")
        assert "单位性质" in await pigeons.send("school", "李四")
        await pigeons.until(
            "lead", lambda reply: any("李四" in text for text in words(reply))
        )  # whoever invited is told
        flying.cancel()
