"""Those who work here and have not come in yet, and how far their invitations have got."""

from typing import Any

from django.db.models import Case, Exists, OuterRef, Prefetch, Q, QuerySet, Value, When
from django.utils import timezone

from portal.invitations import missing
from portal.models import Invitation, Letter, Membership, Organisation
from portal.terms import InvitationState

Newcomers = QuerySet[Any]  # users, each with the state that they are annotated with


def newcomers(organisation: Organisation) -> Newcomers:
    """Those with an address, each with the `state` of their invitation."""
    live = Invitation.objects.live().filter(organisation=organisation, user=OuterRef("pk"))
    void = ~Q(email=OuterRef("email")) | Q(expires_at__lte=timezone.now(), sent_at__isnull=False)
    given_up = live.filter(letters__in=Letter.objects.given_up())
    state = Case(
        When(~Exists(live), then=Value(InvitationState.NONE)),
        When(Exists(live.filter(void)), then=Value(InvitationState.VOID)),
        When(Exists(given_up), then=Value(InvitationState.GIVEN_UP)),
        When(Exists(live.filter(sent_at__isnull=True)), then=Value(InvitationState.WAITING)),
        default=Value(InvitationState.SENT),
    )
    return (
        missing(organisation).exclude(email=None).annotate(state=state).order_by("sort_key", "pk")
    )


def told(people: Newcomers, organisation: Organisation) -> Newcomers:
    """With what the list tells about each: their places, and the invitation that stands."""
    held = Membership.objects.current().filter(organisation=organisation)
    live = Invitation.objects.live().filter(organisation=organisation)
    return people.prefetch_related(
        Prefetch("memberships", held.select_related("unit", "organisation"), to_attr="held"),
        Prefetch("invitations", live.prefetch_related("letters"), to_attr="live_invitations"),
    )
