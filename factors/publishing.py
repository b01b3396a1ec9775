"""From draft to published: handed over by one, read and published by another."""

from hashlib import sha256

from django.utils.translation import gettext as _

from factors import drafts
from factors.catalogue.content import Catalogue
from factors.catalogue.dumping import content_of
from factors.checks import check
from factors.findings import Finding, hinders
from factors.models import Edition
from portal.days import today
from portal.models import User


class Refused(Exception):
    """Why it can't be done now, in words for the person."""


def findings(edition: Edition, content: Catalogue) -> list[Finding]:
    newest = Edition.objects.newest_national() if edition.is_local else None
    national = frozenset(newest.factors.values_list("slug", flat=True) if newest else ())
    return check(content, national, edition.lineage_by_id is not None)


def mark(content: Catalogue) -> str:
    """Another one when anything in the edition has changed."""
    return sha256(repr(content).encode()).hexdigest()[:20]


def submit(edition: Edition, by: User) -> None:
    with drafts.held(edition) as draft:
        _refuse_errors(draft, content_of(draft))
        draft.submitted_by = by
        draft.save(update_fields=["submitted_by"])


def give_back(edition: Edition) -> None:
    with drafts.held(edition) as draft:
        if not draft.is_submitted:
            raise Refused(_("Utgåvan är inte längre lämnad för granskning."))
        draft.submitted_by = None
        draft.save(update_fields=["submitted_by"])


def publish(edition: Edition, by: User, seen: str) -> None:
    """Just what the person has read."""
    with drafts.held(edition) as draft:
        content = content_of(draft)
        if mark(content) != seen:
            raise Refused(
                _(
                    "Utgåvan har ändrats sedan du öppnade sidan. Läs igenom den igen, och publicera"
                    " sedan."
                )
            )
        _refuse_errors(draft, content)
        if not draft.is_local:
            _refuse_alone(draft, by)
        draft.publish(by, today())


def _refuse_errors(draft: Edition, content: Catalogue) -> None:
    if hinders(findings(draft, content)):
        raise Refused(_("Utgåvan har fel som måste rättas först. De står överst på sidan."))


def _refuse_alone(draft: Edition, by: User) -> None:
    if draft.submitted_by_id is None:
        raise Refused(
            _(
                "Utgåvan är inte lämnad för granskning, eller har ändrats sedan dess. Lämna den"
                " igen."
            )
        )
    if draft.submitted_by_id == by.pk:
        raise Refused(_("Du har själv lämnat utgåvan. En annan redaktör granskar och publicerar."))
