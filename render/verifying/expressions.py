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
from render.verifying.samples import ANYTHING, MARKUP, Sample, Told, is_long, is_rows, parts

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
        self.scopes: list[dict[str, Sample]] = [dict(scope)]
        self.used: set[str] = set()  # marks of the answers that are named
        self.boxed: dict[str, set[str]] = {}  # id of a field -> the choices that have a box
        self._fields, self._filters, self._items, self._told = fields, known, items, told
        self._lost: set[str] = set()  # names before a dot that are nowhere: of a loop that is not there, told once

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
        if isinstance(text, str) and not is_choice and any(text in scope for scope in self.scopes):
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
        for scope in reversed(self.scopes):
            if node.name in scope:
                return scope[node.name]
        self._unknown(node.name)
        return ANYTHING

    def _unknown(self, name: str) -> None:
        """Tells of a name that is nowhere: one of a row, which needs its loop, or a misspelt one."""
        known = {key: one for scope in self.scopes for key, one in scope.items()}
        for loop in reversed(self.scopes[1:]):
            inside = next((key for key, one in loop.items() if isinstance(one, dict) and name in one), "")
            if inside:
                return self._told("bare_column", name=name, row=inside)
        if table := self._table_with(name):
            return self._told("no_loop", name=name, table=table, row="row")
        if any(name in field.offers for field in self._fields.values()):
            return self._told("bare_choice", name=name)
        if name in FILTERS:
            return self._told("filter_name", name=name)
        called = {field.label: field.id for field in self._fields.values()}
        return self._told("unknown_name", name=name, near=near(name, known) or called.get(near(name, called), ""))

    def _table_with(self, column: str) -> str:
        """The name of a list whose records have this part, "" for none."""
        lists = {key: one for key, one in self.scopes[0].items() if isinstance(one, list) and one and key != "missing"}
        return next((key for key, one in lists.items() if isinstance(one[0], dict) and column in one[0]), "")

    def _getattr(self, node: nodes.Getattr) -> Sample:
        of = node.node
        unknown = isinstance(of, nodes.Name) and not any(of.name in scope for scope in self.scopes)
        if isinstance(of, nodes.Name) and unknown and of.name in self._items and node.attr in self.scopes[0]:
            self._told("in_group", name=node.attr, group=of.name)
            return ANYTHING
        if isinstance(of, nodes.Name) and unknown and of.name in self._lost:
            return ANYTHING
        if isinstance(of, nodes.Name) and unknown:
            self._lost.add(of.name)
            if table := self._table_with(node.attr):
                self._told("no_loop", name=node.attr, table=table, row=of.name)
                return ANYTHING
        return self._part(self.value(node.node), node.attr, _written(node.node))

    def _getitem(self, node: nodes.Getitem) -> Sample:
        whole = self.value(node.node)
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            return self._part(whole, node.arg.value, _written(node.node))
        if isinstance(whole, list) and whole:
            return whole if isinstance(node.arg, nodes.Slice) else whole[0]
        return ANYTHING

    def _part(self, whole: Sample, name: str, written: str) -> Sample:
        if isinstance(whole, dict):
            if name in whole:
                return whole[name]
            self._told("unknown_part", name=name, whole=written, near=near(name, whole), known=parts(whole))
        elif isinstance(whole, list) and whole and isinstance(whole[0], dict):
            if name in whole[0]:
                self._told("no_loop", name=name, table=written, row="row")
            else:
                self._told("unknown_part", name=name, whole=written, near=near(name, whole[0]), known=parts(whole[0]))
        elif (isinstance(whole, str) or is_long(whole)) and name in FILTERS:
            self._told("filter_name", name=name)
        elif isinstance(whole, str) or is_long(whole):
            self._told("no_parts", name=name, whole=written)
        return ANYTHING

    def _filter(self, node: nodes.Filter) -> Sample:
        of = self.value(node.node) if node.node else ANYTHING
        for child in (*node.args, *(pair.value for pair in node.kwargs)):
            self.value(child)
        field = self._fields.get(of) if isinstance(of, str) else None
        filters.look(node, field, self._filters, self._told)
        if node.name != "paragraphs":
            return of if node.name in ("first", "last") else ANYTHING
        if of is not ANYTHING and not is_long(of):
            self._told("not_long", name=_written(node.node) if node.node else "")
        return MARKUP

    def _call(self, node: nodes.Call) -> Sample:
        called = node.node.name if isinstance(node.node, nodes.Name) else ""
        if called and called not in FILTERS and not any(called in scope for scope in self.scopes):
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
                self._choice(field, offered, other=called == "other_text")
        return ANYTHING

    def _asked(self, item: Sample, row: Sample) -> None:
        """Tells of an id with which it is asked for what is not there, in a row or outside of all."""
        known = row if isinstance(row, dict) else {**self.scopes[0], **dict.fromkeys(self._items)}
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

    _sub = _mul = _div = _floordiv = _mod = _pow = _add

    def _reckoned(self, *sides: Sample) -> None:
        for side in sides:
            if isinstance(side, str) and side in self._fields:
                self._told("reckoned", name=self._fields[side].label)

    def _condexpr(self, node: nodes.CondExpr) -> Sample:
        self.value(node.test)
        ways = [self.value(one) for one in (node.expr1, node.expr2) if one]
        return next((way for way in ways if is_rows(way)), ANYTHING)


def _written(node: nodes.Node) -> str:
    """A name as it stands in the template."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_written(node.node)}.{node.attr}"
    return _written(next(iter(node.iter_child_nodes()))) if list(node.iter_child_nodes()) else ""
