"""What a job has made, when it comes: in a changed conversation, without LibreOffice, of one unit alone."""

import io
from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from typing import get_args

import docx
import in_thread
import openpyxl
import pytest
from harness import Bench, Chat, Clock, labels, notes, text_of
from places import FORMS, PILOT
from small_form import BASIC

from bot.service import form_registry
from bot.service.job_process import not_done
from dialogs.turn.events import Command, File, JobDone
from dialogs.turn.messages import Album, Document
from render import preview
from render.programs import PreviewCode
from storage.waiting_jobs import Job


async def meanwhile(bench: Bench, chat: Chat, *names: str) -> None:
    """Commands, none of whose work is waited for."""
    for name in names:
        await bench.service.submit(Command(id=f"{name}!", person=chat.person, name=name))
    await chat.read()


async def test_a_check_of_another_application_takes_nothing_over(
    bench: Bench, chat: Chat, held: Callable[[], None]
) -> None:
    await chat.agree()
    await chat.say("河边图书角")
    await meanwhile(bench, chat, "check", "new")
    held()
    await bench.service.job_runner.settled()
    replies = await chat.read()
    assert "《河边图书角》自查完了" in notes(replies)
    assert "图书角名称" in chat.asked.text
    await chat.say("山脚图书角")
    assert "牵头单位" in chat.asked.text


async def test_a_check_does_not_push_a_question_of_deletion_aside(
    bench: Bench, chat: Chat, held: Callable[[], None]
) -> None:
    await chat.agree()
    await meanwhile(bench, chat, "check", "delete")
    held()
    await bench.service.job_runner.settled()
    await chat.read()
    assert labels(chat.asked) == ["删除，30 天内可恢复", "彻底删除", "不删除"]


async def test_the_list_of_a_check_that_is_awaited_is_shown(chat: Chat) -> None:
    await chat.agree()
    assert "自查：没填 19 处" in text_of(await chat.command("check"))
    assert "1" in labels(chat.asked)


async def test_characters_that_a_computer_may_lack_are_told_before_the_file_once(chat: Chat) -> None:
    await chat.agree()
    await chat.say_all("河边𬭊图书角", "示例🚀𬭊小学")
    told, document, *_ = await chat.command("export")
    assert text_of([told]) == "有些电脑可能显示不出这些字：𬭊、🚀。请打印后核对。"
    assert isinstance(document, Document)


async def test_a_file_says_when_its_answers_were_begun_and_last_changed(chat: Chat, clock: Clock) -> None:
    await chat.agree()
    begun = clock.now
    await chat.say("河边图书角")
    clock.pass_(days=2)
    await chat.say("示例小学")
    await chat.command("export")
    await chat.command("files")
    await chat.press("Excel 文件")
    word = docx.Document(io.BytesIO(chat.files[0])).core_properties
    book = openpyxl.load_workbook(io.BytesIO(chat.files[-1])).properties
    assert (word.title, word.created, word.modified) == ("河边图书角", begun, clock.now)
    assert (book.title, book.created) == ("河边图书角", begun.astimezone(UTC).replace(tzinfo=None))


@pytest.mark.parametrize(
    ("pages", "said"), [(2, "第 1–2 页，共 2 页"), (1, "第 1 页，共 1 页"), (0, "文件已经没有这么多页了。")]
)
async def test_pages_that_are_no_longer_there_are_no_empty_album(
    pages: int, said: str, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    def work(_folder: object, job: Job, _now: object) -> JobDone:
        files = tuple(File(path=f"{number}.png", name="x") for number in range(pages))
        base = {"id": f"job:{job.id}", "person": job.person, "job": job.id, "application": job.application}
        return JobDone(**base, kind=job.kind, files=files, page=1, pages=pages)

    monkeypatch.setattr(in_thread, "work", work)
    await chat.agree()
    await chat.command("files")
    replies = await chat.press("看打印效果")
    albums = [reply for reply in replies if isinstance(reply, Album)]
    assert len(albums) == (pages > 0)
    assert said in (albums[0].caption if albums else notes(replies))


@pytest.mark.parametrize("asked", ["PDF 文件", "看打印效果"])
async def test_without_libreoffice_a_sentence_says_so_and_the_word_file_comes(
    asked: str, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    await chat.agree()
    await chat.command("files")
    replies = await chat.press(asked)
    [document] = [reply for reply in replies if isinstance(reply, Document)]
    assert document.name.endswith(".docx")
    assert "没有安装 LibreOffice" in document.caption
    assert chat.files[0].startswith(b"PK")


@pytest.mark.parametrize("code", get_args(PreviewCode))
@pytest.mark.parametrize("asked", ["PDF 文件", "看打印效果"])
async def test_where_no_pdf_can_be_made_the_word_file_comes_and_is_said_to(
    asked: str, code: PreviewCode, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_document: Path, _folder: Path) -> Path:
        raise preview.PreviewError(code, "as in the logs")

    monkeypatch.setattr(preview, "pdf", fails)
    await chat.agree()
    await chat.command("files")
    [document] = [reply for reply in await chat.press(asked) if isinstance(reply, Document)]
    assert document.name.endswith(".docx")
    assert "先给您 Word 文件" in document.caption


async def test_a_word_file_that_takes_too_long_is_not_said_to_come(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    def too_slow(_folder: object, job: Job, _now: object) -> JobDone:
        return not_done(job).model_copy(update={"failed": "timeout"})

    monkeypatch.setattr(in_thread, "work", too_slow)
    await chat.agree()
    told = notes(await chat.command("export"))
    assert "超过了时间限制" in told
    assert "Word 文件" not in told


async def test_the_part_of_one_unit_is_finished_before_the_whole_is(tmp_path: Path, clock: Clock) -> None:
    async with Bench(tmp_path, form_registry.read(FORMS, PILOT.parent.name), clock) as bench:
        chat = Chat(bench)
        await chat.agree()
        await chat.command("status")
        await chat.press("一、基本情况")
        await chat.say("示例财产保险股份有限公司")
        await chat.command("status")
        await chat.press("附：申报主体责任声明", "确认")
        await chat.command("files")
        await chat.press("申报主体责任声明：示例财产保险股份有限公司", "Word 文件")
    part, whole = (docx.Document(io.BytesIO(content)) for content in chat.files)
    headers = ["".join(p.text for p in document.sections[0].header.paragraphs) for document in (part, whole)]
    assert ["草稿" in header for header in headers] == [False, True]
    assert "单位（盖章） 示例财产保险股份有限公司" in [p.text.strip() for p in part.paragraphs]


async def test_a_draft_tells_what_is_missing_by_part(chat: Chat) -> None:
    await chat.agree()
    await chat.say("河边图书角")
    document, *replies = await chat.command("export")
    assert isinstance(document, Document)
    assert document.caption == "草稿，请勿盖章。没填的 14 处标着【待填写：…】。"
    said = text_of(replies)
    assert "· 一、基本情况：牵头单位、主题、" in said
    assert "备注（选填）\n· 二、单位与书架：" in said
    assert "· 附：承诺书（牵头单位，名称还没填）：未确认" in said


async def test_a_draft_that_only_waits_for_units_says_so(bench: Bench) -> None:
    lead = Chat(bench)
    await filled(lead)
    document, *replies = await lead.command("export")
    assert isinstance(document, Document)
    assert document.caption == "草稿，请勿盖章。内容已填好，还差 1 家单位确认。"
    assert "还没完成的" not in text_of(replies)
    assert "自查：1 家单位没确认。" in text_of(await lead.command("check"))


async def filled(chat: Chat) -> None:
    """Everything, with one joint unit that has not confirmed its part."""
    await chat.agree()
    await chat.say_all(*BASIC.values())
    await chat.press("跳过", "添加一行")
    await chat.say("示例小学")
    await chat.press("学校", "填完了", "添加一行")
    await chat.say_all("绘本架", "2024年5月")
    await chat.press("跳过", "填完了")
    await chat.say("为社区里的孩子和老人提供一个安静读书的地方。")
    await chat.press("完成", "跳过")
    await chat.say("放绘本，自助借还。")
    await chat.press("完成", "确认", "确认")
    await chat.command("invite")
    await chat.say("张三")
    await chat.press("示例小学", "填写")
    assert "还差 1 家单位确认：示例小学" in chat.asked.text
