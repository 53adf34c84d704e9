"""What an expression of a template names, told by samples of the values that the template will be given.

Knows neither Word nor what a fault is called in words: it is told of each by its code and parameters.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from jinja2 import nodes

from dialogs.answers.kind_table import CONFIRMED
from dialogs.form.model import Field
from dialogs.form.spelling import near
from dialogs.texts import say
from render.docx import FILTERS
from render.verifying import filters
from render.verifying.names import Names, written
from render.verifying.samples import ANYTHING, MARKUP, Sample, Told, is_long, is_rows, tell_no_text

_ARGUMENTS = {"box": 2, "other_text": 2, "gap": 1}  # how many stand in the brackets


class Reading:
    """Follows the expressions of a template: what they name, and which answers they use.

    `scope` has a sample of each name; `fields` the field whose mark a sample is; `known` the names of all filters,
    `items` those of the form's groups.
    """

    def __init__(
        self,
        scope: Mapping[str, Sample],
        fields: Mapping[str, Field],
        known: Collection[str],
        items: Collection[str],
        told: Told,
    ) -> None:
        self.names = Names(scope, fields, items, told)
        self.used: set[str] = set()  # marks of the answers that are named
        self.looped: dict[str, str] = {}  # id of a table -> as the first loop over it has it
        self.written: dict[str, str] = {}  # id of a field -> as the first box of it has it
        self.boxed: dict[str, set[str]] = {}  # id of a field -> the choices that have a box
        self._fields, self._filters, self._items, self._told = fields, known, items, told

    def value(self, node: nodes.Node) -> Sample:
        """A sample of what an expression comes to."""
        found = getattr(self, f"_{type(node).__name__.lower()}", self._others)(node)
        if isinstance(mark := found[0] if is_long(found) else found, str) and str(mark) in self._fields:
            self.used.add(str(mark))
        return found

    def _others(self, node: nodes.Node) -> Sample:
        for child in node.iter_child_nodes():
            self.value(child)
        return ANYTHING

    def _const(self, node: nodes.Const) -> Sample:
        """A text or a number; tells of a name in quotes, which is no more than these letters."""
        text = node.value
        is_choice = any(text in field.offers for field in self._fields.values())
        if isinstance(text, str) and not is_choice and text in self.names:
            self._told("quoted", name=text)
        return text

    def printed(self, node: nodes.Node) -> Sample:
        """The same of a whole tag, where a label in quotes is meant for its answer too."""
        if isinstance(node, nodes.Const) and node.value in {field.label for field in self._fields.values()}:
            self._told("quoted", name=node.value)
        if isinstance(node, nodes.Or):  # what is printed instead, no condition
            shown = self.value(node.left)
            self.value(node.right)
            return shown
        return self.value(node)

    def _name(self, node: nodes.Name) -> Sample:
        return self.names.sample(node.name)

    def _getattr(self, node: nodes.Getattr) -> Sample:
        if isinstance(node.node, nodes.Name) and self.names.is_told(node.node.name, node.attr):
            return ANYTHING
        return self.names.part(self.value(node.node), node.attr, written(node.node))

    def _getitem(self, node: nodes.Getitem) -> Sample:
        whole = self.value(node.node)
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            return self.names.part(whole, node.arg.value, written(node.node))
        if isinstance(whole, list) and whole:
            return whole if isinstance(node.arg, nodes.Slice) else whole[0]
        return ANYTHING

    def _filter(self, node: nodes.Filter) -> Sample:
        of = self.value(node.node) if node.node else ANYTHING
        name = written(node.node) if node.node else ""
        for child in (*node.args, *(pair.value for pair in node.kwargs)):
            argument = self.value(child)
            if not isinstance(child, nodes.Const):
                tell_no_text(argument, written(child), self._told)
        field = self._fields.get(of) if isinstance(of, str) else None
        filters.look(node, field, self._filters, self._told)
        if node.name != "paragraphs":
            return filters.comes_to(node, of, name, self.names, self._told)
        if of is not ANYTHING and not is_long(of):
            self._told("not_long", name=name)
        return MARKUP

    def _call(self, node: nodes.Call) -> Sample:
        called = node.node.name if isinstance(node.node, nodes.Name) else ""
        if called and called not in FILTERS and called not in self.names:
            self._told("no_function", name=called)
            return ANYTHING
        function = self.value(node.node)
        if getattr(node.node, "attr", getattr(node.node, "name", "")) == "asked" and node.args:  # an id in quotes
            if isinstance(node.args[0], nodes.Name):
                self._told("bare_id", name=node.args[0].name)
                return ANYTHING
            named = node.args[0].value if isinstance(node.args[0], nodes.Const) else self.value(node.args[0])
            self._asked(named, self.value(node.node.node) if isinstance(node.node, nodes.Getattr) else None)
            return ANYTHING
        arguments = [self.value(argument) for argument in node.args]
        if callable(function) and called in _ARGUMENTS:
            field = self._fields.get(str(arguments[0])) if arguments else None
            is_known = arguments and arguments[0] is not ANYTHING  # else that is told
            no_choices = is_known and len(arguments) > 1 and not (field and field.offers)
            if len(arguments) != _ARGUMENTS[called] or no_choices:
                self._told("arguments", name=called, count=_ARGUMENTS[called])
            elif field and isinstance(offered := arguments[-1], str) and len(arguments) > 1:
                self.written.setdefault(field.id, written(node.args[0]))
                self._choice(field, offered, other=called == "other_text")
        return ANYTHING

    def _asked(self, item: Sample, row: Sample) -> None:
        """Tells of an id with which it is asked for what is not there, in a row or outside of all."""
        known = row if isinstance(row, dict) else {**self.names.scopes[0], **dict.fromkeys(self._items)}
        if isinstance(item, str) and item not in known:
            self._told("unknown_name", name=item, near=near(item, known))

    def _choice(self, field: Field, offered: str, *, other: bool) -> None:
        known = (field.other,) if other else field.offers
        self.boxed.setdefault(field.id, set())
        if not other:
            self.boxed[field.id].add(offered)
        if offered not in known:
            shown = say("list.words", words=known)
            self._told("no_choice", name=offered, field=field.label, near=near(offered, known), known=shown)

    def _compare(self, node: nodes.Compare) -> Sample:
        of = self.value(node.expr)
        field = self._fields.get(str(of)) if isinstance(of, str) else None
        for operand in node.ops:
            other = self.value(operand.expr)
            if operand.op in ("gt", "gteq", "lt", "lteq"):
                self._reckoned(of, other)
            if operand.op == "in" and isinstance(other, str) and (listed := self._fields.get(other)):
                self._choice_named(listed, of)
            elif operand.op == "in" and field and field.many and isinstance(other, str):
                self._told("only_one", name=field.id, choice=other)
            if field and operand.op in ("eq", "ne") and isinstance(other, str | bool) and other != "":
                self._choice_named(field, other)
                if field.many and other in field.offers:
                    self._told("only_one", name=field.id, choice=other)
        return ANYTHING

    def _or(self, node: nodes.Or) -> Sample:
        """Tells of a text that stands alone behind or, which holds always: `size == "大" or "小"`."""
        for side in (node.left, node.right):
            if isinstance(side, nodes.Const) and isinstance(side.value, str) and side.value:
                self._told("always", text=side.value)
        return self._others(node)

    def _choice_named(self, field: Field, named: Sample) -> None:
        offers = (CONFIRMED,) if field.of_kind.is_agreement else field.offers if field.of_kind.is_closed else ()
        named = str(named).lower() if isinstance(named, bool) else named
        if offers and isinstance(named, str) and named not in offers and named not in self._fields:
            shown = say("list.words", words=offers)
            self._told("no_choice", name=named, field=field.label, near=near(named, offers), known=shown)

    def _add(self, node: nodes.BinExpr) -> Sample:
        """Tells of a text that is reckoned with; two texts one behind the other are no sum."""
        sides = self.value(node.left), self.value(node.right)
        if not isinstance(node, nodes.Add) or any(isinstance(side, int | float) for side in sides):
            self._reckoned(*sides)
        return ANYTHING

    def _concat(self, node: nodes.Concat) -> Sample:
        for one in node.nodes:
            tell_no_text(self.value(one), written(one), self._told)
        return ANYTHING

    _sub = _mul = _div = _floordiv = _mod = _pow = _add

    def _reckoned(self, *sides: Sample) -> None:
        for side in sides:
            if isinstance(side, str) and side in self._fields:
                self._told("reckoned", name=self._fields[side].label)

    def _condexpr(self, node: nodes.CondExpr) -> Sample:
        self.value(node.test)
        ways = [self.value(one) for one in (node.expr1, node.expr2) if one]
        return next((way for way in ways if is_rows(way)), ANYTHING)
