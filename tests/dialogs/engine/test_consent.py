"""What is kept of a person: nothing before consent, and nothing after everything was deleted."""

from __future__ import annotations

from harness import Bench, Chat


async def test_nothing_is_stored_of_a_person_before_consent(bench: Bench, chat: Chat) -> None:
    await chat.command("start")
    await chat.say("我叫张三")
    await chat.sticker()
    await chat.press_data("3.choose:1")
    await chat.edit("我叫张三", "我叫李四")
    await chat.command("export")
    assert await bench.tables() == {"inbox": 6}
    assert set(await bench.sql("SELECT id FROM inbox")) == {(f"console:zhang/{n}",) for n in range(1, 7)}


async def test_whoever_deletes_the_last_application_is_forgotten(bench: Bench, chat: Chat) -> None:
    await chat.agree()
    await chat.say("河边图书角")
    await chat.command("status")
    await chat.press("三、共建方案")
    await chat.say("为孩子服务。")
    await chat.command("delete")
    await chat.press("彻底删除")
    assert set(await bench.tables()) == {"inbox"}
    assert not list(bench.folder.glob("files/*"))


async def test_what_is_deleted_cannot_be_read_from_the_files_any_more(bench: Bench, chat: Chat) -> None:
    def traces() -> list[str]:
        return [path.name for path in bench.folder.rglob("*") if path.is_file() and name in path.read_bytes()]

    name = "绝无仅有的图书角".encode()
    await chat.agree()
    await chat.say(name.decode())
    assert traces()
    await chat.command("delete")
    await chat.press("彻底删除")
    await bench.restart()
    assert traces() == []
