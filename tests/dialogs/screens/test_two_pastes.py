"""Two pastes into one table at a time, by two people or by one: no row comes twice unasked."""

from __future__ import annotations

import asyncio
from collections import Counter

from gathered import gather
from harness import Bench, Chat, text_of

ROWS = "书架甲  2024年5月\n书架乙  2024年6月"
OTHERS = "书架乙  2024年6月\n书架丙  2024年7月"


async def names(bench: Bench) -> Counter[str]:
    found = await bench.sql("SELECT value FROM answer WHERE field = 'shelves.name'")
    return Counter(name for (name,) in found)


async def test_who_confirms_at_the_same_moment_as_another_is_shown_what_came_meanwhile(bench: Bench) -> None:
    team = await gather(bench)
    pasted = {team.lead: ROWS, await team.join("孙八", "填写", "牵头单位", new=False): OTHERS}
    for chat, rows in pasted.items():
        await chat.command("status")
        await chat.press("二、单位与书架")
        while "书架清单" not in chat.asked.text:
            await chat.press("填完了")
        assert "可能重复" not in text_of(await chat.say(rows))
    said = await asyncio.gather(*(chat.press("都加进去") for chat in pasted))
    [late] = [chat for chat, replies in zip(pasted, said, strict=True) if "可能重复" in text_of(replies)]
    assert (await names(bench))["书架乙"] == 1
    await late.press("只加没问题的 1 行")
    assert await names(bench) == {"书架甲": 1, "书架乙": 1, "书架丙": 1}


async def test_one_person_who_pastes_twice_is_shown_it_too(bench: Bench, chat: Chat) -> None:
    await chat.agree()
    await chat.command("status")
    await chat.press("二、单位与书架", "填完了")
    await chat.say(ROWS)
    assert "“书架乙”→书架名称" in text_of(await chat.say(OTHERS)), "another paste waits above the first"
    await chat.press("都加进去")
    assert "可能重复" in text_of(await chat.press("都加进去"))
    assert await names(bench) == {"书架乙": 1, "书架丙": 1}
    await chat.press("都加进去")
    assert await names(bench) == {"书架甲": 1, "书架乙": 2, "书架丙": 1}, "who wants it all the same has it"
