from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from django.db import models

from portal.terms import SchoolForm


class KeyField(models.CharField):
    """A stored key that is computed from another field whenever the row is saved."""

    def __init__(self, source: str, compute: Callable[[str], str], **kwargs: Any) -> None:
        self.source, self.compute = source, compute
        super().__init__(**{"max_length": 400, "editable": False, "db_index": True} | kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        ours = {"source": self.source, "compute": self.compute}
        # Django leaves out what is a default of its own, which is not one of ours.
        return name, path, args, {"db_index": False, "max_length": None} | kwargs | ours

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        key = self.compute(getattr(model_instance, self.source))
        setattr(model_instance, self.attname, key)
        return key


class SchoolFormsField(models.CharField):
    """Several school forms of one unit, stored as " FKLASS GR " and read as a tuple.

    A column rather than rows of their own: they are read with every unit, and never alone.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 80} | kwargs)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        return self.to_python(value)

    def to_python(self, value: Any) -> Any:
        if value is None:
            return None
        return forms_in_order(tuple(value.split() if isinstance(value, str) else value))

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else stored_forms(value)

    def value_to_string(self, obj: models.Model) -> str:
        return stored_forms(getattr(obj, self.attname))


@lru_cache(maxsize=1024)
def forms_in_order(found: tuple[str, ...]) -> tuple[SchoolForm, ...]:
    """Many units are read at a time, and few combinations exist."""
    return tuple(form for form in SchoolForm if form in found)


def stored_forms(forms: Iterable[str]) -> str:
    chosen = set(forms.split() if isinstance(forms, str) else forms)
    return "".join(f" {form.value}" for form in SchoolForm if form in chosen) + " "
