"""Who may see and change an edition: the portal's catalogue editors, and administrators."""

from django.shortcuts import get_object_or_404

from factors.models import Edition
from portal.access import Request, administered, catalogue_kept
from portal.models import Organisation


def keeping(request: Request, organisation: str | None) -> Organisation | None:
    """Whose catalogue it is: the organisation's that the person administers, or the nation's."""
    if organisation is None:
        catalogue_kept(request)
        return None
    return administered(request, organisation)


def kept_edition(request: Request, organisation: str | None, edition: str) -> Edition:
    """An edition of a catalogue that the person keeps, draft or published."""
    keeper = keeping(request, organisation)
    editions = Edition.objects.select_related("organisation", "base")
    return get_object_or_404(editions, organisation=keeper, slug=edition)


def draft_of(request: Request, organisation: str | None, edition: str) -> Edition:
    """The same while it can be changed; 404 once it is published."""
    keeper = keeping(request, organisation)
    drafts = Edition.objects.drafts().select_related("organisation", "base")
    return get_object_or_404(drafts, organisation=keeper, slug=edition)
