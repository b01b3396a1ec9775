"""The demo organisation's units and people as rows."""

import datetime
from collections.abc import Iterable

from django.contrib.auth.hashers import make_password

from assessments.demo.people import Post
from assessments.demo.plan import Plan
from assessments.models import Participation
from portal.days import end_of
from portal.demo import EDITORS, STEWARDS
from portal.models import Membership, Organisation, Team, Unit, User
from portal.terms import OrganisationKind, Role


def found(plan: Plan) -> Organisation:
    """The organisation with its units and teams, and nobody in them yet."""
    organisation = Organisation.objects.create(
        name=plan.organisation["name"],
        slug=plan.organisation["slug"],
        kind=OrganisationKind.MUNICIPALITY,
        is_demo=True,
    )
    for each in plan.units:
        unit = organisation.units.create(
            name=each.name,
            slug=each.slug,
            code=each.code,
            school_forms=" ".join(each.forms),
            area=each.area,
        )
        Team.objects.bulk_create(Team(unit=unit, name=name) for name in each.teams)
    return organisation


def appoint() -> None:
    """Who have duties to all; they work for no organisation, and stay when it is built anew."""
    for flag, people in (("is_catalogue_editor", EDITORS), ("is_steward", STEWARDS)):
        for email, name in people.items():
            if not User.objects.filter(email=email).exists():
                User.objects.create_user(email, name, **{flag: True})


def hire(organisation: Organisation, posts: Iterable[Post], day: datetime.date) -> None:
    posts = list(posts)
    users = _accounts(posts, day)
    units = {unit.slug: unit for unit in Unit.objects.filter(organisation=organisation)}
    teams = {
        (team.unit.slug, team.name): team
        for team in Team.objects.filter(unit__organisation=organisation).select_related("unit")
    }
    Membership.objects.bulk_create(
        Membership(
            user=users[post.email],
            organisation=organisation,
            role=post.role,
            unit=units.get(post.unit),
            team=teams.get((post.unit, post.team)),
        )
        for post in posts
    )


def let_go(organisation: Organisation, posts: Iterable[Post], day: datetime.date) -> None:
    for post in posts:
        held = organisation.memberships.filter(user__email=post.email, unit__slug=post.unit)
        held.update(ended_on=day)


def come_in(organisation: Organisation, day: datetime.date) -> None:
    """Whoever had been asked by then has been in, and the others have not yet.

    In steps: PostgreSQL knows nothing yet of rows that have just come in, and may join them as if
    there were one of each, which takes minutes.
    """
    closed = [round.pk for round in organisation.rounds.closed()]
    asked = Participation.objects.filter(assessment__round__in=closed).values_list(
        "user", flat=True
    )
    here = organisation.memberships.current().values_list("user", flat=True)
    User.objects.filter(pk__in={*asked} & {*here}).update(last_login=end_of(day))


def lose_addresses(unit: Unit, number: int) -> None:
    """Those who have no mail at work, and come in with a slip."""
    staff = User.objects.filter(memberships__unit=unit, memberships__role=Role.UNDERVISNING)
    chosen = staff.filter(memberships__ended_on=None).order_by("sort_key", "pk")[:number]
    User.objects.filter(pk__in=[person.pk for person in chosen]).update(email=None, last_login=None)


def _accounts(posts: list[Post], day: datetime.date) -> dict[str, User]:
    """One account for each person, however many posts they hold."""
    names = {post.email: post.name for post in posts}
    known = set(User.objects.filter(email__in=names).values_list("email", flat=True))
    User.objects.bulk_create(
        User(email=email, name=name, joined_at=end_of(day), password=make_password(None))
        for email, name in names.items()
        if email not in known
    )
    return {str(user.email): user for user in User.objects.filter(email__in=names)}
