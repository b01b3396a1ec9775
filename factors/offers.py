"""Editions that an organisation offers to others, and the copies that they make of them."""

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from factors.catalogue.content import FactorEntry, PromptEntry, SourceEntry
from factors.catalogue.dumping import content_of
from factors.catalogue.writing import write
from factors.drafts import free_slug, own_text_of
from factors.models import Edition
from factors.names import free_name
from factors.terms import SOURCE_LIMIT, SOURCE_SLUG_LIMIT
from portal.models import Organisation


def copy_to(organisation: Organisation, offered: Edition) -> Edition:
    """A draft of the organisation's own that goes on from nothing, and says whose it was.

    Each text keeps its source; one without has the edition that it was copied from.
    """
    content = content_of(offered)
    entry = replace(
        content.edition,
        slug=free_slug(organisation, offered.title),
        base="",
        published_on=None,
    )
    names = [source.slug for source in content.sources]
    origin = _source(names, _origin_of(offered))
    own = _source([*names, origin.slug], own_text_of(organisation))
    copied = replace(
        content,
        edition=entry,
        sources=(own, origin, *content.sources),
        factors=tuple(_copied(factor, origin) for factor in content.factors),
        prompts=tuple(_with_source(prompt, origin) for prompt in content.prompts),
    )
    with transaction.atomic():
        return write(copied, organisation)


def _origin_of(offered: Edition) -> str:
    values = {"organisation": offered.organisation, "title": offered.title}
    return _("%(organisation)s: %(title)s") % values


def _source(names: list[str], title: str) -> SourceEntry:
    slug = free_name(title, names, SOURCE_SLUG_LIMIT, "kalla")
    return SourceEntry(slug, title[:SOURCE_LIMIT], address="", read_on=None)


def _copied(factor: FactorEntry, origin: SourceEntry) -> FactorEntry:
    statements = tuple(replace(statement, follows="") for statement in factor.statements)
    return replace(factor, source=factor.source or origin.slug, statements=statements)


def _with_source(prompt: PromptEntry, origin: SourceEntry) -> PromptEntry:
    return replace(prompt, source=prompt.source or origin.slug)
