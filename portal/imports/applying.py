"""From what was shown to the database, all of it or nothing."""

from django.db import IntegrityError, transaction
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal import audit
from portal.access import Request
from portal.imports.plan import StaffPlan, UnitPlan, fingerprint, plan_of
from portal.imports.writing import write_staff, write_units
from portal.languages import in_swedish
from portal.models import Import, Organisation
from portal.verbs import Verb


class Outdated(Exception):
    """What would be written now is not what the person was shown."""


class Gone(Exception):
    """It has been carried out already, or cancelled."""


def apply(request: Request, kept: Import, seen: str, *, ends: bool) -> str:
    """Carry out the plan if it is still the one that was seen; answers with what was done.

    Somebody may have changed things since the preview, also at another organisation.
    """
    try:
        with transaction.atomic():
            return _apply(request, kept, seen, ends)
    except IntegrityError:
        if fingerprint(plan_of(kept)) == seen:
            raise
        raise Outdated from None


def _apply(request: Request, kept: Import, seen: str, ends: bool) -> str:
    Organisation.objects.select_for_update().get(pk=kept.organisation_id)
    if not Import.objects.filter(pk=kept.pk).delete()[0]:
        raise Gone
    plan = plan_of(kept)
    if plan.faults or not plan or fingerprint(plan) != seen:
        raise Outdated
    if isinstance(plan, UnitPlan):
        write_units(request, plan)
    else:
        write_staff(request, plan, ends=ends)
    done = _done(plan, ends)
    if done:
        with in_swedish():
            text = f"{kept.get_kind_display()}: {_done(plan, ends)}"
        audit.record(request, Verb.IMPORT_APPLIED, text, kept.organisation)
    return done


def _done(plan: UnitPlan | StaffPlan, ends: bool) -> str:
    if isinstance(plan, UnitPlan):
        return told(_of_units(plan))
    return told(_of_staff(plan, len(plan.ended) if ends else 0))


def told(counts: list[tuple[int, str]]) -> str:
    return str(get_text_list([words % {"n": n} for n, words in counts if n], _("och")))


def _of_units(plan: UnitPlan) -> list[tuple[int, str]]:
    new, changed = len(plan.new), len(plan.changed)
    return [
        (new, ngettext("%(n)s ny enhet", "%(n)s nya enheter", new)),
        (changed, ngettext("%(n)s ändrad", "%(n)s ändrade", changed)),
    ]


def _of_staff(plan: StaffPlan, ended: int) -> list[tuple[int, str]]:
    new = len(plan.new)
    changed = sum(1 for each in plan.changed if each.values or each.begun or each.moved)
    return [
        (new, ngettext("%(n)s ny person", "%(n)s nya personer", new)),
        (changed, ngettext("%(n)s ändrad", "%(n)s ändrade", changed)),
        (ended, ngettext("%(n)s avslutat uppdrag", "%(n)s avslutade uppdrag", ended)),
    ]
