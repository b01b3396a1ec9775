"""What the portal holds about a person, for that person to read and to take home.

The keys are the format of the file (docs/privacy.md), and the same in every language.
"""

import datetime
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import F, Q, QuerySet
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from portal.mail.kinds import KINDS
from portal.models import AuditEvent, Letter, Membership, Organisation, Retention, Slip, User
from portal.models.audit import PERSON

Data = dict[str, Any]


class Event(NamedTuple):
    """A row of the log as one person may read it: others in it are not told by name."""

    organisation: str
    at: datetime.datetime
    done: str
    target: str
    by: str


class Employer(NamedTuple):
    """An organisation with what the person does there, and what it has decided to remove."""

    organisation: Organisation
    memberships: list[Membership]
    retention: Retention | None

    @property
    def is_current(self) -> bool:
        return any(membership.ended_on is None for membership in self.memberships)


def memberships_of(user: User) -> list[Membership]:
    """All that the person has held, what they hold today first."""
    held = user.memberships.select_related("organisation", "unit", "team")
    return list(held.order_by(F("ended_on").desc(nulls_first=True), "unit__sort_key", "pk"))


def employers(memberships: Iterable[Membership]) -> list[Employer]:
    held: dict[Organisation, list[Membership]] = {}
    for membership in memberships:
        held.setdefault(membership.organisation, []).append(membership)
    decisions = Retention.objects.filter(organisation__in=held).order_by("made_at", "pk")
    in_force = {decision.organisation_id: decision for decision in decisions}
    return [Employer(place, here, in_force.get(place.pk)) for place, here in held.items()]


def authenticators_of(user: User) -> QuerySet[Authenticator]:
    return Authenticator.objects.filter(user=user).order_by("created_at", "pk")


def slips_of(user: User) -> QuerySet[Slip]:
    return Slip.objects.filter(user=user).select_related("organisation").order_by("made_at", "pk")


def letters_of(user: User) -> QuerySet[Letter]:
    """Blind ones are told to nobody, and gone when they have been sent."""
    letters = Letter.objects.filter(user=user, is_blind=False)
    return letters.select_related("organisation").order_by("made_at", "pk")


def events_of(user: User) -> QuerySet[AuditEvent]:
    mine = AuditEvent.objects.filter(Q(actor=user) | Q(person=user))
    return mine.select_related("organisation")


def told(events: Iterable[AuditEvent], user: User) -> Iterator[Event]:
    somebody = _("en annan person")
    for event in events:
        target = str(user) if event.person_id == user.pk else somebody
        by = _("dig") if event.actor_id == user.pk else somebody
        yield Event(
            organisation=str(event.organisation or _("Den nationella katalogen")),
            at=event.at,
            done=event.get_verb_display(),
            target=event.text.replace(PERSON, target),
            by=by if event.actor_id else _("portalen, av sig själv"),
        )


def as_data(user: User, memberships: Iterable[Membership]) -> Data:
    return {
        "person": _person(user),
        "uppdrag": [_membership(membership) for membership in memberships],
        "inloggning": _doors(user),
        "inbjudningar": list(_invitations(user)),
        "mejl": [_letter(letter) for letter in letters_of(user)],
        "händelser": [_event(event) for event in told(events_of(user).iterator(), user)],
    }


def _person(user: User) -> Data:
    return {
        "nummer": user.pk,
        "namn": user.name,
        "e-post": user.email,
        "språk": user.language,
        "skyddade personuppgifter": user.is_protected,
        "identitet i skolans system": user.source_id,
        "tillagd": moment(user.joined_at),
        "senast inloggad": moment(user.last_login),
    }


def _membership(membership: Membership) -> Data:
    return {
        "huvudman": membership.organisation.name,
        "enhet": membership.unit and membership.unit.name,
        "arbetslag": membership.team and membership.team.name,
        "roll": membership.get_role_display(),
        "slutade": membership.ended_on,
    }


def _doors(user: User) -> Data:
    """Which keys there are, never what is secret in them."""
    identities = user.identities.select_related("provider").order_by("pk")
    return {
        "adresser": list(EmailAddress.objects.filter(user=user).values_list("email", flat=True)),
        "andra steget": [
            {
                "typ": each.type,
                "namn": str(each),
                "tillagt": moment(each.created_at),
                "senast använt": moment(each.last_used_at),
            }
            for each in authenticators_of(user)
        ],
        "organisationens konto": [
            {"inloggning": each.provider.name, "identitet": each.subject} for each in identities
        ],
        "lappar": [_slip(slip) for slip in slips_of(user)],
    }


def _slip(slip: Slip) -> Data:
    return {
        "huvudman": slip.organisation.name,
        "skapad": moment(slip.made_at),
        "senast använd": slip.last_used_on,
        "tillbakadragen": moment(slip.revoked_at),
    }


def _invitations(user: User) -> Iterator[Data]:
    for each in user.invitations.select_related("organisation").order_by("made_at", "pk"):
        yield {
            "huvudman": each.organisation.name,
            "adress": each.email,
            "gjord": moment(each.made_at),
            "skickad": moment(each.sent_at),
            "gäller till": moment(each.expires_at),
            "godtagen": moment(each.accepted_at),
            "tillbakadragen": moment(each.revoked_at),
        }


def _letter(letter: Letter) -> Data:
    kind = KINDS.get(letter.kind)
    return {
        "huvudman": letter.organisation.name,
        "mejl": str(kind.label) if kind else letter.kind,
        "skrivet": moment(letter.made_at),
        "skickat": moment(letter.sent_at),
        "kom inte fram": moment(letter.given_up_at),
        "orsak": letter.get_problem_display(),
    }


def _event(event: Event) -> Data:
    return {
        "huvudman": event.organisation,
        "tidpunkt": moment(event.at),
        "händelse": event.done,
        "gäller": event.target,
        "av": event.by,
    }


def moment(at: datetime.datetime | None) -> str | None:
    return formats.date_format(timezone.localtime(at), "Y-m-d H:i") if at else None
