"""A unit that is no more: it leaves the rounds to come, and those that it answered in keep it."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assessments.models import Assessment, Round
from assessments.opening import Refused
from assessments.placing import leave_lone_units
from portal import units
from portal.models import Unit
from portal.people import hold


def answering_in(unit: Unit) -> QuerySet[Round]:
    """Rounds that ask the unit now: its own part must be closed before it can be."""
    asking = Assessment.objects.filter(unit=unit, closed_at=None)
    return Round.objects.open().filter(pk__in=asking.values("round"))


def planned_for(unit: Unit) -> QuerySet[Round]:
    return Round.objects.drafts().filter(pk__in=unit.assessments.values("round"))


@transaction.atomic
def discontinue(unit: Unit) -> None:
    _leave_rounds(unit)
    units.close(unit)


@transaction.atomic
def merge(unit: Unit, into: Unit) -> None:
    """Its development work goes on where its people do; what it has answered stays its own."""
    _leave_rounds(unit)
    into.refresh_from_db()
    if into.closed_on:
        raise Refused(_("%(unit)s är nedlagd. Välj en annan enhet.") % {"unit": into})
    units.merge(unit, into)
    unit.actions.update(unit=into)


def _leave_rounds(unit: Unit) -> None:
    """Rounds are held, so that no draft opens and asks the unit in the same moment, and the
    organisation, so that nobody starts to work there."""
    hold(unit.organisation)
    list(Round.objects.filter(organisation=unit.organisation, closed_at=None).select_for_update())
    unit.refresh_from_db()
    if unit.closed_on:
        raise Refused(_("%(unit)s är redan nedlagd.") % {"unit": unit})
    if answering_in(unit).exists():
        raise Refused(_("%(unit)s svarar just nu i en omgång.") % {"unit": unit})
    Assessment.objects.filter(unit=unit, round__opened_at=None).delete()
    drafts = Assessment.objects.filter(round__organisation=unit.organisation, round__opened_at=None)
    leave_lone_units(drafts)
