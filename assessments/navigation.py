"""The header's links: what is the person's in the organisation that the page is about."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.terms import HUVUDMAN_ROLES, Role

EVERYBODY = frozenset(Role)
LEADERS = frozenset({*HUVUDMAN_ROLES, Role.REKTOR})


class Link(NamedTuple):
    url: str
    label: str | Promise
    current: bool


class Section(NamedTuple):
    """A room of the portal: its door, and how the names of its pages begin."""

    name: str
    label: Promise
    roles: frozenset[Role]
    pages: tuple[str, ...]


SECTIONS = (
    Section(
        "assessments:home",
        _("Start"),
        EVERYBODY,
        (
            "assessments:became",
            "assessments:cycle",
            "assessments:home",
            "assessments:start",
            "assessments:unit_year",
        ),
    ),
    Section(
        "assessments:rounds",
        _("Omgångar"),
        LEADERS,
        (
            "assessments:round",
            "assessments:participants",
            "assessments:participant_",
            "assessments:mailings",
            "assessments:placements",
            "assessments:remind",
            "assessments:unit_close",
            "assessments:unit_participants",
            "assessments:unit_remind",
        ),
    ),
    Section(
        "assessments:latest_results",
        _("Resultat"),
        EVERYBODY,
        (
            "assessments:analysis",
            "assessments:comment_mask",
            "assessments:comments",
            "assessments:comparison",
            "assessments:joint_ratings",
            "assessments:latest_results",
            "assessments:report",
            "assessments:results",
            "assessments:trend",
            "assessments:unit_comment",
            "assessments:unit_goals",
            "assessments:unit_report",
            "assessments:unit_results",
            "assessments:unit_trend",
        ),
    ),
    Section("assessments:dialogues", _("Samtal"), EVERYBODY, ("assessments:dialogue",)),
    Section(
        "assessments:actions",
        _("Utveckling"),
        EVERYBODY,
        ("assessments:action", "assessments:follow_up", "assessments:need"),
    ),
    Section(
        "factors:local_factors",
        _("Faktorer"),
        EVERYBODY,
        ("factors:local_", "factors:figures", "assessments:local_blank_form"),
    ),
    Section(
        "portal:administration",
        _("Administration"),
        frozenset({Role.ADMIN}),
        (
            "portal:administration",
            "portal:organisation_edit",
            "portal:people",
            "portal:person",
            "portal:membership_",
            "portal:unit",
            "portal:team_",
            "portal:slip_",
            "portal:import",
            "portal:invitation",
            "portal:letter",
            "portal:greeting",
            "portal:audit",
            "portal:identity_providers",
            "portal:second_factor_reset",
            "assessments:archive",
            "assessments:retention",
            "assessments:removal",
            "assessments:person_forget",
            "assessments:unit_discontinue",
            "assessments:unit_merge",
            "factors:draft",
            "factors:edition",
        ),
    ),
)
PUBLIC_SECTIONS = (
    Section(
        "factors:goals", _("Mål och delmål"), EVERYBODY, ("factors:goal", "factors:published_goals")
    ),
    Section(
        "factors:factors",
        _("Framgångsfaktorer"),
        EVERYBODY,
        (
            "factors:factor",
            "factors:published_factor",
            "factors:published_print",
            "assessments:blank_form",
        ),
    ),
)


# What a duty to all organisations leads to, by the user's flag.
DUTIES = {
    "is_catalogue_editor": Section(
        "factors:editions", _("Redigera katalogen"), EVERYBODY, ("factors:draft", "factors:edition")
    ),
    "is_steward": Section(
        "assessments:nation", _("Huvudmän"), EVERYBODY, ("assessments:nation", "portal:health")
    ),
}


def navigation(request: HttpRequest) -> dict[str, Any]:
    organisation = getattr(request, "organisation", None)
    return {"organisation": organisation, "navigation": list(_links(request))}


def _links(request: HttpRequest) -> Iterator[Link]:
    match = request.resolver_match
    page = match.view_name if match else ""
    organisation = getattr(request, "organisation", None)
    place = [organisation.slug] if organisation else []
    roles = getattr(request, "roles", EVERYBODY)
    user = getattr(request, "user", None)
    duties = [section for flag, section in DUTIES.items() if getattr(user, flag, False)]
    public = (*PUBLIC_SECTIONS, *duties)
    for section in SECTIONS if organisation else public:
        if roles & section.roles:
            url = reverse(section.name, args=place)
            yield Link(url, section.label, page.startswith(section.pages))
