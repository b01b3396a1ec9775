"""A table of an archive: which rows of a model are an organisation's, and what is told of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django.apps import apps
from django.db.models import Field, ForeignKey, Model, Q, QuerySet

from portal.models import Organisation
from portal.models.fields import KeyField

ALL = Q()


@dataclass(frozen=True)
class Table:
    """`of` leads to the organisation. Rows that are `sealed` are those that its administrators
    can't read on any page.

    `only` these rows are carried. `without` are fields that stay here, `later` those that are set
    when all rows stand, and `more` what a row tells beside its fields.
    """

    name: str
    what: str
    label: str
    of: str
    sealed: Q | None = None
    only: Q = ALL
    without: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    more: tuple[str, ...] = ()

    @property
    def model(self) -> Any:
        return apps.get_model(self.label)

    @property
    def is_open(self) -> bool:
        """Whether an administrator reads any row of it."""
        return self.sealed is not ALL

    @property
    def fields(self) -> list[Field]:
        """Those that are written: not the number, the organisation, or keys that are computed."""
        return [each for each in self.model._meta.concrete_fields if self._is_told(each)]

    def _is_told(self, field: Field) -> bool:
        implied = field.primary_key or field.related_model is Organisation
        return not (implied or isinstance(field, KeyField) or field.name in self.without)

    @property
    def lists(self) -> list[Any]:
        """What a row points to several of, in a table that has no name of its own."""
        own = self.model._meta.many_to_many
        return [each for each in own if each.remote_field.through._meta.auto_created]

    def pointing_to(self, model: type[Model]) -> Iterator[ForeignKey]:
        for field in self.fields:
            if isinstance(field, ForeignKey) and field.related_model is model:
                yield field

    def every(self, organisation: Organisation) -> QuerySet:
        return rows_of(self.model, self.of, organisation)

    def rows(self, organisation: Organisation) -> QuerySet:
        """Those that are carried, in the order in which they came."""
        return self.every(organisation).filter(self.only).order_by("pk")

    def sealed_rows(self, organisation: Organisation) -> QuerySet:
        rows = self.rows(organisation)
        return rows.none() if self.sealed is None else rows.filter(self.sealed)


@dataclass(frozen=True)
class Left:
    """What stays, or begins anew elsewhere, and why."""

    label: str
    what: str
    of: str
    why: str
    lists: ClassVar[tuple[Any, ...]] = ()

    @property
    def model(self) -> Any:
        return apps.get_model(self.label)

    def every(self, organisation: Organisation) -> QuerySet:
        return rows_of(self.model, self.of, organisation)


def rows_of(model: type[Model], path: str, organisation: Organisation) -> QuerySet:
    return model._base_manager.filter(**{path: organisation.pk})
