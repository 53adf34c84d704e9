"""The text of an expression -> its parts, or what is wrong with it; see `dialogs.form.expression`.

Grammar, the loosest first: or, and, not, one comparison, + -, * /, a minus, and then a number, a text in quotes, an id,
`sum(table.column)`, `count(table)`, `has(field)`, `has(field, "choice")`, `years(day, day)`,
`agrees(text, "pattern", number)`, `if(truth, a, b)`, a check of another package, or brackets.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Annotated, NoReturn

from pydantic import GetPydanticSchema
from pydantic_core import PydanticCustomError, core_schema

from dialogs.form.expression import Constant, Count, Has, Mistake, Name, Node, Total
from dialogs.form.expression_tokens import FUNCTIONS, Token, tokens
from dialogs.form.functions import Agrees, Custom, others
from dialogs.form.operations import Both, Compared, Either, Not, Reckoned, Years
from dialogs.pattern import Pattern
from dialogs.texts import say

_DAY = Pattern(r"(?<![\"“\d])\d{4}-\d{1,2}-\d{1,2}(?![\"”\d])")
_COMPARING = ("==", "!=", "<", "<=", ">", ">=")
MOST = 1_000  # characters


@dataclass(frozen=True)
class Expression:
    """An expression as it is written, with the parts that it has."""

    text: str
    root: Node

    @cached_property
    def names(self) -> frozenset[str]:
        """The ids of the fields that it reads where it stands, or above."""
        return frozenset(part.id for part in self.root.walk() if isinstance(part, Name))

    @cached_property
    def columns(self) -> frozenset[str]:
        """The ids of the columns that it sums."""
        return frozenset(part.column for part in self.root.walk() if isinstance(part, Total))

    @cached_property
    def tables(self) -> frozenset[str]:
        """The ids of the tables whose rows it counts."""
        return frozenset(part.table for part in self.root.walk() if isinstance(part, Count))


def parse(text: str) -> Expression:
    """The expression of a text. Raises Mistake with what is wrong with it."""
    if len(text) > MOST:
        raise Mistake(say("expression.long", most=MOST))
    if text.strip()[:1] == "=":
        raise Mistake(say("expression.leading"))
    if day := _DAY.search(text):
        raise Mistake(say("expression.day", day=day[0]))
    try:
        return Expression(text, _Parser(text).whole())
    except RecursionError:
        raise Mistake(say("expression.long", most=MOST)) from None


def checked(value: object) -> Expression:
    """The expression of a text in a model. Raises PydanticCustomError with what is wrong with it."""
    if isinstance(value, Expression):
        return value
    if not isinstance(value, str):
        raise PydanticCustomError("string_type", "a text")
    try:
        return parse(value)
    except Mistake as mistake:
        raise PydanticCustomError("expression", "{reason}", {"reason": str(mistake)}) from None


Written = Annotated[
    Expression,
    GetPydanticSchema(
        lambda _source, _handler: core_schema.no_info_plain_validator_function(
            checked,
            json_schema_input_schema=core_schema.str_schema(),
            serialization=core_schema.plain_serializer_function_ser_schema(lambda kept: kept.text),
        )
    ),
]
"""An expression in a model of a form: given as its text, and written as that."""


class _Parser:
    """Reads the tokens of a text from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = list(tokens(text))
        self._at = 0

    def whole(self) -> Node:
        """All of the text."""
        found = self._either()
        if self._next.kind:
            self._fail()
        return found

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _fail(self) -> NoReturn:
        rest = self._text[self._next.at :].strip()
        if self._next.kind == "id" and self._next.word in ("is", "in"):
            raise Mistake(say(f"expression.word_{self._next.word}"))
        if rest and self._at and (before := self._tokens[self._at - 1]).kind == "id" and before.word in FUNCTIONS:
            raise Mistake(say("expression.brackets", name=before.word))
        raise Mistake(say("expression.rest" if rest else "expression.end", rest=rest))

    def _took(self, *words: str, kind: str = "sign") -> str:
        """What comes next, if it is one of these words, or else ""; it is passed."""
        found = self._next
        if found.kind != kind or (words and found.word not in words):
            return ""
        self._at += 1
        return found.word

    def _must(self, word: str) -> None:
        if not self._took(word):
            self._fail()

    def _either(self) -> Node:
        found = self._both()
        while self._took("or", kind="id"):
            found = Both(decides=True, left=found, right=self._both())
        return found

    def _both(self) -> Node:
        found = self._not()
        while self._took("and", kind="id"):
            found = Both(decides=False, left=found, right=self._not())
        return found

    def _not(self) -> Node:
        return Not(self._not()) if self._took("not", kind="id") else self._compared()

    def _compared(self) -> Node:
        found = self._sum()
        sign = self._took(*_COMPARING)
        if not sign:
            return found
        found = Compared(sign, found, self._sum())
        if self._next.word in _COMPARING and self._next.kind == "sign":
            raise Mistake(say("expression.chained"))
        return found

    def _sum(self) -> Node:
        found = self._product()
        while sign := self._took("+", "-"):
            found = Reckoned(sign, found, self._product())
        return found

    def _product(self) -> Node:
        found = self._atom()
        while sign := self._took("*", "/"):
            found = Reckoned(sign, found, self._atom())
        return found

    def _atom(self) -> Node:
        if self._took("-"):
            return Reckoned("-", Constant(Decimal(0)), self._atom())
        if self._took("("):
            found = self._either()
            self._must(")")
            return found
        token = self._next
        if token.kind in ("number", "text"):
            self._at += 1
            return Constant(Decimal(token.word) if token.kind == "number" else token.word)
        word = self._took(kind="id")
        if not word or word in ("and", "or", "not"):
            self._at -= bool(word)
            self._fail()
        return self._function(word) if self._took("(") else Name(word)

    def _function(self, name: str) -> Node:
        """What stands behind `name(`."""
        if name not in FUNCTIONS and name not in others():
            raise Mistake(say("expression.function", name=name, known=[*FUNCTIONS, *others()]))
        if name == "years":
            begin = self._sum()
            self._must(",")
            found: Node = Years(begin, self._sum())
        elif name == "if":
            truth = self._either()
            self._must(",")
            so = self._value()
            if self._next.word == ")":
                raise Mistake(say("expression.if_three"))
            self._must(",")
            found = Either(truth, so, self._value())
        elif name == "agrees":
            text = self._sum()
            self._must(",")
            pattern = self._took(kind="text") or self._fail()
            self._must(",")
            found = Agrees(text, pattern, self._sum())
        elif name in others():
            found = Custom(name, tuple(self._listed()))
        else:
            if (quoted := self._next).kind == "text":
                raise Mistake(say("expression.bare_id", name=name, word=quoted.word))
            found = self._of_id(name, self._took(kind="id") or self._fail())
        self._must(")")
        return found

    def _value(self) -> Node:
        """One of the two that an `if` is."""
        found = self._sum()
        if self._next.word in (*_COMPARING, "and", "or") and self._next.kind in ("sign", "id"):
            raise Mistake(say("expression.if_truth"))
        return found

    def _listed(self) -> Iterator[Node]:
        yield self._sum()
        while self._took(","):
            yield self._sum()

    def _of_id(self, name: str, word: str) -> Node:
        if name == "has":
            return Has(Name(word), self._took(kind="text") if self._took(",") else "")
        made = Total if name == "sum" else Count
        if self._next.word != ")" and self._next.kind:
            raise Mistake(say("expression.one_id", name=name))
        return made(word)
