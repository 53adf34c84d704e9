"""The forms on which applications run: those that begin new ones, and the earlier ones that others were begun on.

Knows no files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dialogs.form.model import Form


class Shelf(Mapping[str, Form]):
    """The forms that begin new applications, by their keys; besides, by digest, those of applications under way."""

    def __init__(self, forms: Mapping[str, Form], kept: Mapping[str, Form] | None = None) -> None:
        self._forms = dict(forms)
        self.kept: Mapping[str, Form] = kept or {}

    def __getitem__(self, key: str) -> Form:
        return self._forms[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._forms)

    def __len__(self) -> int:
        return len(self._forms)

    def of(self, key: str, digest: str) -> Form | None:
        """The form of an application that was begun on this key and digest, None where it is nowhere any more."""
        now = self._forms.get(key)
        return now if now is not None and now.digest == digest else self.kept.get(digest, now)

    def all(self) -> Mapping[str, Form]:
        """Every form on which an application may run, by its digest."""
        served = {form.digest: form for form in self._forms.values()}
        return {digest: self.kept[digest] for digest in self.kept if digest not in served} | served

    def newest(self) -> dict[str, Form]:
        """The forms that are offered to begin with, by key: of each id its newest version."""
        last = {form.id: form for form in sorted(self._forms.values(), key=lambda one: one.order)}
        return {form.key: form for form in last.values()}

    def newer(self, form: Form) -> Form | None:
        """The form to which an application on this one may be carried over: the newest version, None where it is."""
        found = next((one for one in self.newest().values() if one.id == form.id), form)
        return found if found.order >= form.order and found.digest != form.digest else None
