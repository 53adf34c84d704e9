"""What the page sends -> an event of the conversation; nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field as Setting
from pydantic import TypeAdapter, ValidationError

from bot.web.sessions import CHANNEL
from dialogs.answers.value import Value
from dialogs.pattern import Pattern
from dialogs.turn.beside_chat import Arranged, Filled, Pasted
from dialogs.turn.events import Command, Edited, Event, Handed, Pressed, Said, Went
from dialogs.turn.turn import new_id
from storage.page_log import NEWEST

LONGEST = 200_000  # characters of one message
MOST_CELLS = 2_000  # in one event
NEW = "new:"  # before the id of the event that adds a row, in place of the row's own
_COMMAND = Pattern(r"/([A-Za-z_]{1,32})(?:\s+(\S.*)?)?")
_Name = Annotated[str, Setting(max_length=200)]


_Id = Annotated[str, Setting(pattern=r"^[A-Za-z0-9-]{8,64}$")]


class _Sent(Value):
    id: _Id  # made by the page: a second delivery has the same


class _Answering(_Sent):
    asked: Annotated[int, Setting(ge=0, le=NEWEST)] | None = None


class _Said(_Answering):
    kind: Literal["said"]
    text: Annotated[str, Setting(max_length=LONGEST)]


class _Edited(_Sent):
    kind: Literal["edited"]
    ref: _Id  # under which the message was sent
    text: Annotated[str, Setting(max_length=LONGEST)]


class _Handed(_Answering):
    name: Annotated[str, Setting(min_length=1, max_length=200)]


class _Pressed(_Sent):
    kind: Literal["pressed"]
    data: _Name


class _Command(_Answering):
    kind: Literal["command"]
    name: _Name


class _Went(_Sent):
    kind: Literal["went"]
    item: _Name
    row: _Name = ""


class _Cell(Value):
    item: _Name
    row: _Name = ""
    text: Annotated[str, Setting(max_length=LONGEST)]


class _Filled(_Sent):
    kind: Literal["filled"]
    application: _Name
    cells: Annotated[tuple[_Cell, ...], Setting(min_length=1, max_length=MOST_CELLS)]
    begun: Literal[""] = ""  # see `_with_new_rows`
    parent: _Name = ""
    seen: Annotated[int, Setting(ge=0, le=NEWEST)]
    accepts: Annotated[tuple[_Name, ...], Setting(max_length=MOST_CELLS)] = ()


class _Pasted(_Sent):
    kind: Literal["pasted"]
    application: _Name
    table: _Name
    parent: _Name = ""
    item: _Name
    rows: Annotated[tuple[_Name, ...], Setting(max_length=MOST_CELLS)]
    text: Annotated[str, Setting(max_length=LONGEST)]
    seen: Annotated[int, Setting(ge=0, le=NEWEST)]


class _Arranged(_Sent):
    kind: Literal["arranged"]
    application: _Name
    table: _Name
    parent: _Name = ""
    row: _Name = ""
    more: Annotated[tuple[_Name, ...], Setting(max_length=MOST_CELLS)] = ()
    what: Literal["add", "up", "down", "drop"]


_Any = _Said | _Edited | _Pressed | _Command | _Went | _Filled | _Pasted | _Arranged
_SENT: TypeAdapter[_Any] = TypeAdapter(Annotated[_Any, Setting(discriminator="kind")])
_AS_IT_IS: dict[type[_Sent], type[Event]] = {
    _Pressed: Pressed,
    _Command: Command,
    _Went: Went,
    _Filled: Filled,
    _Pasted: Pasted,
    _Arranged: Arranged,
}


def event(body: bytes, person: str) -> Event | None:
    """The event that the JSON in a request's body is, None where it is none."""
    try:
        sent = _SENT.validate_python(_whole(json.loads(body)))
    except (ValueError, ValidationError, RecursionError):
        return None
    id_ = event_id(person, sent.id)
    if isinstance(sent, _Edited):
        return Edited(id=id_, person=person, text=sent.text, ref=event_id(person, sent.ref))
    if isinstance(sent, _Filled | _Pasted | _Arranged):
        sent = _with_new_rows(sent, person)
    if not isinstance(sent, _Said):
        return _AS_IT_IS[type(sent)].model_validate({**sent.model_dump(exclude={"kind"}), "id": id_, "person": person})
    if command := _COMMAND.fullmatch(sent.text):
        argument = (command[2] or "").strip()
        return Command(id=id_, person=person, asked=sent.asked, name=command[1].lower(), argument=argument)
    return Said(id=id_, person=person, asked=sent.asked, text=sent.text, ref=id_)


def _with_new_rows(sent: _Filled | _Pasted | _Arranged, person: str) -> _Filled | _Pasted | _Arranged:
    """With the ids of rows that the page does not know yet, as it has only sent what adds them."""

    def row(named: str) -> str:
        return new_id(event_id(person, named.removeprefix(NEW))) if named.startswith(NEW) else named

    if isinstance(sent, _Filled):
        cells = tuple(cell.model_copy(update={"row": row(cell.row)}) for cell in sent.cells)
        begun = next((row(cell.row) for cell in sent.cells if cell.row.startswith(NEW)), "")
        return sent.model_copy(update={"cells": cells, "begun": begun})
    if isinstance(sent, _Pasted):
        return sent.model_copy(update={"rows": tuple(map(row, sent.rows))})
    return sent.model_copy(update={"row": row(sent.row), "more": tuple(map(row, sent.more))})


def handed(query: Mapping[str, str], person: str) -> Handed | None:
    """The event of a file that comes with this query, None where it says too little; the content is not here."""
    try:
        sent = _Handed.model_validate(_whole(dict(query)))
    except ValidationError:
        return None
    id_ = event_id(person, sent.id)
    return Handed(**sent.model_dump(exclude={"id"}), id=id_, person=person, source="", ref=id_)


def event_id(person: str, sent: str) -> str:
    """The id of an event, unique over all persons and channels, from the id that the page gave it."""
    return f"{CHANNEL}:{person.removeprefix(f'{CHANNEL}:')}:{sent}"


def sent_id(event: str) -> str:
    """The id that the page gave an event, from the event's id."""
    return event.rpartition(":")[2]


def _whole(body: object) -> object:
    """The body with each half of a surrogate pair replaced by �: no event and no database holds such a half."""
    if not isinstance(body, dict):
        return body
    return {
        key: value.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if isinstance(value, str) else value
        for key, value in body.items()
    }
