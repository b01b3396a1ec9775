"""Editions that are being written: how they begin, and how they are changed one at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from factors.catalogue.content import Catalogue, FactorEntry, StatementEntry
from factors.catalogue.dumping import content_of
from factors.catalogue.writing import begun, write
from factors.models import Edition, Source
from factors.names import free_name
from factors.terms import EDITION_SLUG_LIMIT, RESERVED_EDITION_SLUGS
from portal.languages import in_swedish
from portal.models import Organisation


class Published(Exception):
    """The edition was published in the meantime, so that it changes no more."""


@contextmanager
def held(edition: Edition) -> Iterator[Edition]:
    """The draft as it stands: nobody else changes or publishes it meanwhile."""
    with transaction.atomic():
        draft = Edition.objects.select_for_update(of=("self",)).filter(pk=edition.pk).first()
        if draft is None or not draft.is_draft:
            raise Published
        yield draft


@contextmanager
def changing(edition: Edition) -> Iterator[Edition]:
    """The draft as it stands, held until the change is written.

    Whoever changes what was handed over takes it back: what is published has been read as it is.
    """
    with held(edition) as draft:
        yield draft
        if draft.submitted_by_id or draft.lineage_by_id:
            draft.submitted_by = draft.lineage_by = None
            draft.save(update_fields=["submitted_by", "lineage_by"])


def remove(edition: Edition) -> None:
    with held(edition) as draft:
        draft.delete()


def free_slug(organisation: Organisation | None, title: str) -> str:
    """A name in addresses that no other edition of the keeper has."""
    kept = Edition.objects.filter(organisation=organisation)
    taken = {*kept.values_list("slug", flat=True), *RESERVED_EDITION_SLUGS}
    return free_name(title, taken, EDITION_SLUG_LIMIT, "utgava")


def begin(organisation: Organisation | None, slug: str, title: str) -> Edition:
    """An empty draft; what an organisation writes has itself as the source."""
    with transaction.atomic():
        edition = begun(organisation=organisation, slug=slug, title=title)
        if organisation:
            title = own_text_of(organisation)
            Source.objects.create(edition=edition, slug="egen-text", position=1, title=title)
    return edition


def own_text_of(organisation: Organisation) -> str:
    with in_swedish():
        return _("%(organisation)s, egen text") % {"organisation": organisation}


def go_on_from(base: Edition, slug: str, title: str) -> Edition:
    """A draft that says the same as the base, each text going on from itself."""
    content = content_of(base)
    entry = replace(content.edition, slug=slug, title=title, base=base.slug, published_on=None)
    with transaction.atomic():
        return write(_following_itself(replace(content, edition=entry)), base.organisation)


def _following_itself(content: Catalogue) -> Catalogue:
    return replace(
        content,
        sub_goals=tuple(replace(goal, follows=goal.row) for goal in content.sub_goals),
        factors=tuple(_factor_following_itself(factor) for factor in content.factors),
    )


def _factor_following_itself(factor: FactorEntry) -> FactorEntry:
    def following(statement: StatementEntry) -> StatementEntry:
        cell = f"{factor.slug}/{statement.row}/{statement.level}"
        return replace(statement, follows=cell)

    return replace(factor, statements=tuple(map(following, factor.statements)))
