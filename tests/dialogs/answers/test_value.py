"""A value with other parts: all that is kept stays, and nothing that was derived from what is another now."""

from __future__ import annotations

from places import FORMS

from dialogs.form.load import load
from dialogs.form.model import Field
from dialogs.turn.conversation import Conversation, Shown


def test_a_copy_has_what_it_is_given_and_the_rest() -> None:
    before = Conversation(person="console:zhang", consented=True, shown=Shown(number=3))
    after = before.model_copy(update={"shown": Shown(number=4)})
    assert after == Conversation(person="console:zhang", consented=True, shown=Shown(number=4))
    assert before.shown.number == 3
    assert before.model_copy() == before
    assert after.model_dump(exclude_unset=True)["shown"] == {"number": 4}


def test_a_copy_derives_anew() -> None:
    text = Field(id="size", label="规模", kind="text")
    assert not text.of_kind.is_number
    assert text.model_copy(update={"kind": "number"}).of_kind.is_number


def test_a_copy_keeps_what_is_private() -> None:
    form = load(next(FORMS.glob("*/*/form.toml")).read_text("utf-8"))
    beside = form.with_files("abc")
    assert beside.digest != form.digest
    assert beside.model_copy().digest == beside.digest
    assert beside.model_copy(update={"title": "另一份"}).digest != beside.digest
