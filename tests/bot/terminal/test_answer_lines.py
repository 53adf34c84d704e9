"""`shenbao form answer`: how lines are read as answers to one question."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from command_line import Capture, failed

from bot.__main__ import main

pytest_plugins = ["command_line_fixtures"]
pytestmark = pytest.mark.usefixtures("elsewhere")
FORM = "netsec-insurance-pilot"


def read(monkeypatch: pytest.MonkeyPatch, capsys: Capture, item: str, *typed: str) -> list[dict[str, Any]]:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{json.dumps(text)}\n" for text in typed)))
    assert main(["form", "answer", FORM, item, "--today", "2023-12-20"]) == 0
    printed = capsys.readouterr().out
    return [json.loads(line) for line in printed.splitlines()]


def test_each_line_is_read_by_itself(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    taken, doubted, refused = read(monkeypatch, capsys, "capital", "5000万（伍仟万）", "约5000", "无")
    assert taken == {
        "typed": "5000万（伍仟万）",
        "verdict": "accepted",
        "value": "5000",
        "shown": "5000",
        "sentence": "已记下：5,000万元",
    }
    assert (doubted["verdict"], doubted["value"]) == ("doubtful", "5000")
    assert "约5000" in doubted["sentence"]
    assert (refused["verdict"], refused["value"], refused["shown"]) == ("refused", "", "")


def test_a_line_may_be_written_as_it_is_and_is_told_so_that_people_can_read_it(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO('5000万\n"5000万"\n"\\ud800"\n'))
    assert main(["form", "answer", FORM, "capital"]) == 0
    plain, quoted, _ = capsys.readouterr().out.splitlines()
    assert plain == quoted
    assert "已记下：5,000万元" in plain


def test_what_comes_of_others_is_told_not_to_be_asked(capsys: Capture) -> None:
    assert "“topics_sum”由式子算出来，不问。" in failed(capsys, "form", "answer", "research-project", "topics_sum")


def test_shown_is_as_the_document_has_it_and_today_is_the_day_that_was_given(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    [today] = read(monkeypatch, capsys, "apply_date", "今天")
    assert (today["value"], today["shown"]) == ("2023-12-20", "2023年12月20日")


def test_into_a_table_each_line_is_a_paste(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    typed = "序号\t公司名称\t姓名\t电话\n1\t澄湾制造有限公司\t孙经理\t1370013700\n合计\t1家\t\t"
    [found, nothing] = read(monkeypatch, capsys, "clients", typed, " ")
    assert found["rows"] == [["澄湾制造有限公司", "", "孙经理", "", ""]]
    assert [list(map(len, nothing.values()))] == [[0, 0, 0, 0]]
    for key, words in (("left_out", "合计"), ("doubts", "孙经理"), ("faults", "1370013700")):
        assert len(found[key]) == 1
        assert words in found[key][0]


@pytest.mark.parametrize(
    ("arguments", "lines", "said"),
    [
        (["no-such"], "", "没有题目 no-such"),
        (["capital", "--today", "昨天"], "", "不是日期"),
        (["capital"], '"5000"\n"5000\n', "第 2 行不是 JSON 字符串"),
    ],
)
def test_what_is_wrong_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture, arguments: list[str], lines: str, said: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    assert said in failed(capsys, "form", "answer", FORM, *arguments)
