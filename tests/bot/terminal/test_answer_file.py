"""A file of answers: played to the end, or stopped at the first that is refused."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from command_line import Capture, failed, text_of
from harness import small_shelf
from places import FORMS, PILOT
from shown_pictures import picture
from small_form import BASIC

from bot.__main__ import main

EXAMPLE = PILOT / "example.toml"
ANY_FORM = ("--form", "training-signup")
pytest_plugins = ["command_line_fixtures"]
pytestmark = pytest.mark.usefixtures("elsewhere")


def test_fill_writes_the_finished_document(capsys: Capture, tmp_path: Path) -> None:
    out = tmp_path / "new" / "填好.docx"
    assert main(["fill", str(EXAMPLE), "--out", str(out)]) == 0
    printed = capsys.readouterr()
    assert printed.out == f"已保存：{out}\n"
    assert "待填写" not in text_of(out)
    assert "东屿示例财产保险股份有限公司" in text_of(out)
    assert not (tmp_path / "data").exists(), "answers of a trial are not kept"


@pytest.mark.parametrize(
    ("key", "given", "label"), [("employer", "/help", "工作单位"), ("summary", "谢谢", "个人简介")]
)
def test_what_is_no_answer_is_told_and_not_said_for_ever(
    capsys: Capture, tmp_path: Path, key: str, given: str, label: str
) -> None:
    answers = tmp_path / "answers.toml"
    text = (FORMS / "training-signup/2025/example.toml").read_text("utf-8")
    answers.write_text(re.sub(rf'(?m)^{key} = (?:"""[^"]*"""|".*")', f'{key} = "{given}"', text), "utf-8")
    assert main(["fill", str(answers), *ANY_FORM, "--out", str(tmp_path / "out.docx")]) == 1
    assert f"{label}：“{given}”不像是答案，没有收下。请在答案文件里改正。" in capsys.readouterr().err


@pytest.mark.parametrize(("name", "said"), [("照片.png", ""), ("没有.png", "没有找到文件 ")])
def test_a_file_is_given_by_its_path_from_the_answers(capsys: Capture, tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "照片.png").write_bytes(picture(size=(295, 413)))
    answers, out = tmp_path / "answers.toml", tmp_path / "out.docx"
    answers.write_text(f'photo = "{name}"\n{(FORMS / "training-signup/2025/example.toml").read_text("utf-8")}', "utf-8")
    assert main(["fill", str(answers), *ANY_FORM, "--out", str(out)]) == int(bool(said))
    assert said in capsys.readouterr().err
    assert said or [path.suffix for path in tmp_path.iterdir()].count(".zip") == 1
    assert said or [name for name in zipfile.ZipFile(out).namelist() if "media/" in name]


@pytest.mark.official
def test_demo_shows_the_conversation_and_writes_where_it_is_told(capsys: Capture, tmp_path: Path) -> None:
    out = tmp_path / "demo.docx"
    assert main(["demo", "--out", str(out)]) == 0
    printed = capsys.readouterr()
    for part in ("同意并开始", "方案名称", "已记下：", "这是正式文件", f"已保存：{out}"):
        assert part in printed.out
    assert "█" in printed.err
    assert "东屿示例" in text_of(out)


def changed(tmp_path: Path, old: str, new: str) -> str:
    """The example with one thing changed."""
    text = EXAMPLE.read_text("utf-8")
    assert old in text
    path = tmp_path / "answers.toml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('fax = "0574-88001299"\n', "", ["传真：没有答案"]),
        ('region = "浙江省宁波市"', 'region = ["浙江省"]', ["所在地区：答案应是一段文字"]),
        ('plan_name = "', 'clients = "没有"\nplan_name = "', None),
    ],
)
def test_fill_says_which_question_and_why(
    capsys: Capture, tmp_path: Path, old: str, new: str, said: list[str] | None
) -> None:
    if said is None:  # a table that is none, where the table was
        text = EXAMPLE.read_text("utf-8").split("[[", 1)[0]
        path = tmp_path / "answers.toml"
        path.write_text(f"{new.splitlines()[0]}\n{text}", "utf-8")
        answers, said = str(path), ["表1", "[[clients]]"]
    else:
        answers = changed(tmp_path, old, new)
    out = tmp_path / "x.docx"
    error = failed(capsys, "fill", answers, "--out", str(out))
    last = [line for line in error.splitlines() if "█" not in line and "░" not in line]
    assert last[0].startswith("用的是《")
    assert len(last) == 2
    assert all(part in last[1] for part in said), last
    assert not out.exists()


@pytest.mark.parametrize("content", [b"plan_name = ", b"\xff\xfe\x00", b"= 1"])
def test_answers_that_are_no_toml_are_refused(capsys: Capture, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(content)
    assert f"读不了答案文件 {path}" in failed(capsys, "fill", str(path), *ANY_FORM, "--out", "x.docx")


def test_answers_that_are_not_there_are_refused(capsys: Capture) -> None:
    assert "没有.toml" in failed(capsys, "fill", "没有.toml", *ANY_FORM, "--out", "x.docx")


def test_fill_tells_all_that_is_refused_and_all_that_is_doubtful_at_once(capsys: Capture, tmp_path: Path) -> None:
    text = EXAMPLE.read_text("utf-8").replace('founded = "2007年6月"', 'founded = "2007年13月"')
    text = text.replace('lead_code = "91330200MA0EXAM156"', 'lead_code = "91330200MA0EXAM157"')
    text = text.replace('email = "shenzy@dongyu.example.com"', 'email = "无此邮箱"')
    first = text.index("[[clients]]")
    at = text.index("mobile = ", first)
    text = f'{text[:at]}mobile = "1380013800"{text[text.index(chr(10), at) :]}'
    path = tmp_path / "answers.toml"
    path.write_text(text, "utf-8")
    error = failed(capsys, "fill", str(path), "--out", str(tmp_path / "x.docx"))
    assert "成立时间：一年没有 13 月" in error
    assert re.search("邮箱：.*@", error)
    assert "第 1 行 手机：" in error
    assert "存疑：一、基本情况 组织机构代码/三证合一码：第 18 位" in error
    assert not (tmp_path / "x.docx").exists()


def test_fill_tells_every_answer_that_is_missing_at_once(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "answers.toml"
    path.write_text("", "utf-8")
    error = failed(capsys, "fill", str(path), "--form", "research-project", "--out", str(tmp_path / "x.docx"))
    for said in ("一、基本信息 项目名称", "年度经费和目标 第 3 行 年度目标", "五、承诺 承诺书"):
        assert f"{said}：没有答案，请在答案文件里补上。" in error
    assert "课题设置：这张表至少要有 1 行。" in error


def test_fill_tells_every_key_at_once_that_the_form_does_not_have(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "answers.toml"
    path.write_text('nam = "张三"\nid_card = "1"', "utf-8")
    error = failed(capsys, "fill", str(path), *ANY_FORM, "--out", str(tmp_path / "x.docx"))
    assert all(f"“{key}”不是这张表的题目" in error for key in ("nam", "id_card"))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [("[[statement]]", "[statement] 下面"), ("[topic]", 'topic = { 题的 id = "答案" }。')],
)
def test_fill_tells_where_a_part_for_each_row_belongs(capsys: Capture, tmp_path: Path, wrong: str, said: str) -> None:
    path = tmp_path / "answers.toml"
    path.write_text(f'{wrong}\npromise = "确认"', "utf-8")
    error = failed(capsys, "fill", str(path), "--form", "research-project", "--out", str(tmp_path / "x.docx"))
    assert "的每一行填，请写在那一行里" in error
    assert said in error


def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *left_out: str, **other: str) -> list[str]:
    """The arguments that fill in the small form, with a few answers left out or replaced."""
    small_shelf(tmp_path)
    monkeypatch.setenv("SHENBAO_FORMS", str(tmp_path / "forms"))
    answers = {
        **BASIC,
        "remark": "备注一句",
        "goal": "给孩子们读书。",
        "ways": "每个周末都开放，由志愿者轮流值班。",
        **other,
    }
    lines = [
        f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in answers.items() if key not in left_out
    ]
    shelf = '[[shelves]]\nname = "绘本架"\nbooks = "2024年5月"\nnote = ""\ndetail = { about = "放绘本，登记后借。" }'
    path = tmp_path / "answers.toml"
    path.write_text("\n".join([*lines, 'pledge = { promise = "确认" }', shelf]), "utf-8")
    return ["fill", str(path), "--out", str(tmp_path / "out.docx")]


def test_what_is_doubtful_is_taken_but_strictly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    arguments = small(tmp_path, monkeypatch, code="91100000710931483A")
    assert main(arguments) == 0
    assert "91100000710931483A" in text_of(tmp_path / "out.docx")
    assert main([*arguments, "--strict"]) == 1
    assert "有 1 处存疑" in capsys.readouterr().err


@pytest.mark.parametrize(
    "empty", [{"ways": "", "goal": "给孩子们读书，也给老人读报，每周都有一次活动。"}, {"remark": ""}]
)
def test_an_empty_optional_answer_is_skipped(
    empty: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    assert main(small(tmp_path, monkeypatch, **empty)) == 0
    assert capsys.readouterr().err.startswith("用的是《社区图书角共建申请表》（small/1）。")
    assert "图书角名称：河边图书角" in text_of(tmp_path / "out.docx")


def test_fill_tells_what_a_computer_may_have_no_font_for_as_the_chat_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    assert main(small(tmp_path, monkeypatch, remark="由𫝀老师负责")) == 0
    assert "有些电脑可能显示不出这些字：𫝀。请打印后核对。" in capsys.readouterr().err.splitlines()


def test_a_name_with_a_comma_is_one_row_and_what_follows_is_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = small(tmp_path, monkeypatch)
    path = Path(arguments[1])
    path.write_text(path.read_text("utf-8").replace("绘本架", "绘本，以及画册"), "utf-8")
    assert main(arguments) == 0
    text = text_of(tmp_path / "out.docx")
    assert "绘本，以及画册" in text
    assert "放绘本，登记后借。" in text


def test_what_keeps_the_document_from_being_finished_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    arguments = small(tmp_path, monkeypatch)
    toml = tmp_path / "forms/small/1/form.toml"
    check = 'check = [{ that = \'name != "河边图书角"\', says = "这个名称已经有人用了", at = "name" }]'
    toml.write_text(
        toml.read_text("utf-8").replace('title = "一、基本情况"', f'title = "一、基本情况"\n{check}'), "utf-8"
    )
    assert main(arguments) == 1
    told = capsys.readouterr().err
    assert "草稿，请勿盖章。还有 1 处要补填或改正。" in told
    assert "这个名称已经有人用了" in told


def test_an_optional_answer_may_be_left_out_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    assert main(small(tmp_path, monkeypatch, "remark")) == 0
    capsys.readouterr()
    assert "目标：没有答案，这一题必须填。" in failed(capsys, *small(tmp_path, monkeypatch, goal=""))


def test_an_answer_is_told_whose_question_was_not_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv("SHENBAO_FORMS", str(tmp_path / "forms"))
    small(tmp_path, monkeypatch)
    toml = tmp_path / "forms/small/1/form.toml"
    text = toml.read_text("utf-8")
    for item, when in (("remark", 'name == "别处"'), ("note", 'shelves.name == "别处"')):
        text = text.replace(f'id = "{item}",', f"id = \"{item}\", when = '{when}',")
    toml.write_text(text, "utf-8")
    arguments = ["fill", str(tmp_path / "answers.toml"), "--out", str(tmp_path / "out.docx")]
    answers = tmp_path / "answers.toml"
    answers.write_text(answers.read_text("utf-8").replace('note = ""', 'note = "靠窗"'), "utf-8")
    assert main(arguments) == 0
    assert [line for line in capsys.readouterr().err.splitlines() if "没有问到" in line] == [
        "“一、基本情况 备注”没有问到，照其他答案不用填，文件里没有写上。",
        "“书架清单 第 1 行 说明”没有问到，照其他答案不用填，文件里没有写上。",
    ]


def test_a_refusal_names_its_part_and_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    arguments = small(tmp_path, monkeypatch)
    path = Path(arguments[1])
    path.write_text(path.read_text("utf-8").replace("2024年5月", "明年"), "utf-8")
    assert "书架清单 第 1 行 启用日期：没有认出日期" in failed(capsys, *arguments)


def test_where_there_are_several_forms_one_is_to_be_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    arguments = small(tmp_path, monkeypatch)
    shutil.copytree(tmp_path / "forms/small", tmp_path / "forms/other")
    toml = tmp_path / "forms/other/1/form.toml"
    toml.write_text(toml.read_text("utf-8").replace('id = "small"', 'id = "other"'), "utf-8")
    assert "--form" in failed(capsys, *arguments)
    assert main([*arguments, "--form", "small"]) == 0
