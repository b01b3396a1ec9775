"""From a URL to an object: what a person may not see does not exist for them."""

from typing import Any, Protocol, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django_htmx.middleware import HtmxDetails

from portal.models import Organisation, User
from portal.second_factor import demand, demand_of_administrators
from portal.terms import HUVUDMAN_ROLES, Role

M = TypeVar("M", bound=Model)
M_co = TypeVar("M_co", bound=Model, covariant=True)


class Request(HttpRequest):
    """A signed-in person's request; the last two are set by `organisation_of`."""

    user: User
    htmx: HtmxDetails
    organisation: Organisation
    roles: frozenset[str]


class Visible(Protocol[M_co]):
    def visible_to(self, user: Any) -> QuerySet[M_co]: ...


def visible(request: Request, objects: Visible[M], **lookup: Any) -> M:
    """The one object of the lookup that the signed-in person may see, or 404."""
    return get_object_or_404(objects.visible_to(request.user), **lookup)


def organisation_of(request: Request, slug: str) -> Organisation:
    """The organisation if the person works there today, or 404.

    Their roles anywhere in it are left on the request, for the navigation and for `require`. An
    administrator gets no further without a second factor, whichever role brings them there.
    """
    held = request.user.offices.memberships
    memberships = [each for each in held if each.organisation.slug == slug]
    if not memberships:
        raise Http404
    request.roles = frozenset(membership.role for membership in memberships)
    request.organisation = memberships[0].organisation
    demand_of_administrators(request, request.roles)
    return request.organisation


def administered(request: Request, slug: str) -> Organisation:
    """The organisation if the person administers it; 403 if they only work there."""
    organisation = organisation_of(request, slug)
    require(Role.ADMIN in request.roles)
    return organisation


def governed(request: Request, slug: str) -> Organisation:
    """The organisation if the person works at huvudman level; 403 if they work in a unit."""
    organisation = organisation_of(request, slug)
    require(not request.roles.isdisjoint(HUVUDMAN_ROLES))
    return organisation


def catalogue_kept(request: Request) -> None:
    """404 to those who don't keep the national catalogue; they need a second factor, too."""
    if not request.user.is_catalogue_editor:
        raise Http404
    demand(request)


def stewarded(request: Request) -> None:
    """404 to those who don't see to the portal; they need a second factor, too."""
    if not request.user.is_steward:
        raise Http404
    demand(request)


def require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied
