"""The names that a template may use where it stands, and what is said of one that is nowhere.

Knows neither Word nor what a fault is called in words: it is told of each by its code and parameters.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from jinja2 import nodes

from dialogs.form.model import Field
from dialogs.form.spelling import near
from render.docx import FILTERS
from render.verifying.samples import ANYTHING, Sample, Told, is_long, parts


class Names:
    """The names of a template.

    `scopes` has a sample of each: those that stand everywhere, then those of each loop, the outermost first.
    """

    def __init__(
        self, scope: Mapping[str, Sample], fields: Mapping[str, Field], groups: Collection[str], told: Told
    ) -> None:
        self.scopes: list[dict[str, Sample]] = [dict(scope)]
        self._fields, self._groups, self._told = fields, groups, told
        self._lost: set[str] = set()  # names before a dot that are nowhere: of a loop that is not there, told once

    def __contains__(self, name: object) -> bool:
        return any(name in scope for scope in self.scopes)

    def is_within(self, row: Sample) -> bool:
        """Whether a loop goes on that is at this row."""
        return any(one is row for scope in self.scopes for one in scope.values())

    def sample(self, name: str) -> Sample:
        """What a name stands for; tells of one that is nowhere."""
        for scope in reversed(self.scopes):
            if name in scope:
                return scope[name]
        self._unknown(name)
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

    def is_told(self, name: str, after: str) -> bool:
        """Whether a name with another after its dot is nowhere, and more can be told of it than that; or was."""
        if name in self:
            return False
        if name in self._groups and after in self.scopes[0]:
            self._told("in_group", name=after, group=name)
            return True
        if name in self._lost:
            return True
        self._lost.add(name)
        if table := self._table_with(after):
            self._told("no_loop", name=after, table=table, row=name)
        return bool(table)

    def part(self, whole: Sample, name: str, shown: str) -> Sample:
        """A sample of what stands behind a dot, of the whole that is `shown` so; tells where there is no such part."""
        if isinstance(whole, dict):
            if name in whole:
                return whole[name]
            self._told("unknown_part", name=name, whole=shown, near=near(name, whole), known=parts(whole))
        elif isinstance(whole, list) and whole and isinstance(whole[0], dict):
            if name in whole[0]:
                self._told("no_loop", name=name, table=shown, row="row")
            else:
                self._told("unknown_part", name=name, whole=shown, near=near(name, whole[0]), known=parts(whole[0]))
        elif (isinstance(whole, str) or is_long(whole)) and name in FILTERS:
            self._told("filter_name", name=name)
        elif isinstance(whole, str) or is_long(whole):
            self._told("no_parts", name=name, whole=shown)
        return ANYTHING


def written(node: nodes.Node) -> str:
    """A name as it stands in the template."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{written(node.node)}.{node.attr}"
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        return f"{written(node.node)}[{node.arg.value!r}]"
    return written(next(iter(node.iter_child_nodes()))) if list(node.iter_child_nodes()) else ""
