"""Nothing of an organisation is forgotten: a new table must be carried, or left for a reason."""

import pytest
from django.apps import apps
from django.db.models import ForeignKey, Model

from assessments.archives.tables import LEFT, PEOPLE, TABLES
from portal.models import Organisation, User

pytestmark = pytest.mark.one_database

# What leads to an organisation without being one's own.
NOBODYS = {"assessments.ComparedFactor": "the nation's factors alone, and no huvudman"}


def pointed_to(model: type[Model]) -> set[type[Model]]:
    every = (*model._meta.concrete_fields, *model._meta.many_to_many)
    return {each.related_model for each in every if each.related_model}


def leads_there(model: type[Model], past: frozenset[type[Model]] = frozenset()) -> bool:
    """By what it points to; a person is of many organisations, so no way goes through one."""
    ways = pointed_to(model) - past - {User}
    return Organisation in ways or any(leads_there(each, past | {model}) for each in ways)


def test_every_table_of_an_organisation_is_carried_or_left() -> None:
    named = {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if leads_there(model)
    }
    lists = {each.remote_field.through._meta.label for table in TABLES for each in table.lists}
    told = {table.label for table in (*TABLES, *LEFT)} - {"portal.Organisation"}
    assert named == told | lists | NOBODYS.keys()
    assert all(each.why for each in LEFT)


def test_each_table_stands_after_those_that_it_points_to() -> None:
    before = {User, *(apps.get_model(table.label) for table in TABLES if not table.fields)}
    for table in (*TABLES, *LEFT):
        later = getattr(table, "later", ())
        for field in table.model._meta.concrete_fields:
            if isinstance(field, ForeignKey) and field.name not in later:
                assert field.related_model in before, f"{table.label}.{field.name}"
        before.add(table.model)


def test_nothing_that_lets_anybody_in_is_carried() -> None:
    secret = ("password", "token_hash", "code_hash", "secret", "last_login", "is_steward")
    for table in (PEOPLE, *TABLES):
        names = [field.name for field in table.fields]
        assert not [name for name in names if any(word in name for word in secret)], table.name
