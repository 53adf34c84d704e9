"""A paste longer than a message of Telegram is two: the second was sent before anything was said of the first."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from fake_botapi import FakeBotApi
from telegram_line import Phone, hurry, rows, serving

pytest_plugins = ["fake_botapi.fixtures"]
LONGEST = 4096
NAMES = "SELECT value FROM answer JOIN instance USING (application, row) WHERE field = 'clients.company'"
NAMES += " AND grp = 'clients' ORDER BY position"


@pytest.mark.parametrize("heads", ["", "企业名称\t所在行业领域\t联系人\t手机\t邮箱\n"])
async def test_the_second_half_goes_on_where_the_first_was_cut(
    api: FakeBotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, heads: str
) -> None:
    hurry(monkeypatch)
    lines = [f"示例{n:03}企业\t工业互联网\t孙一鸣\t137{n:08}\tuser{n}@example.com" for n in range(130)]
    text = heads + "\n".join(lines)
    assert LONGEST < len(text) < 2 * LONGEST
    async with serving(api, tmp_path) as service:
        phone, both = Phone(api), asyncio.Event()
        submit = service.submit_all

        async def waiting(events: Any) -> Any:
            if "@example.com" in str(events):
                await both.wait()
            return await submit(events)

        monkeypatch.setattr(service, "submit_all", waiting)
        await phone.agree()
        await phone.say("/review")
        await phone.press("下一页")
        await phone.press("下一页")
        await phone.press("3")
        for part in (text[:LONGEST], text[LONGEST:]):
            await phone.user.send(part)
        both.set()
        assert "读出 130 行" in (await phone.user.wait(lambda m: "已接在前一条后面" in m.text)).text
        await phone.press("都加进去")
    assert [name for (name,) in rows(tmp_path, NAMES)] == [line.partition("\t")[0] for line in lines]
