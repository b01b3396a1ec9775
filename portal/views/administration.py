"""Where an administrator starts: what there is to see to, and the organisation's own data."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal import audit
from portal.access import Request, administered
from portal.asking import posted
from portal.forms.organisations import OrganisationForm
from portal.invitations import missing
from portal.outbox import failed
from portal.people import people_of
from portal.terms import UNIT_ROLES
from portal.verbs import Verb


@require_safe
def administration(request: Request, organisation: str) -> HttpResponse:
    here = administered(request, organisation)
    context = {
        "people": people_of(here).count(),
        "units": here.units.filter(closed_on=None).count(),
        "missing": missing(here).count(),
        "failed": failed(here).count(),
        "has_staff": here.memberships.current().filter(role__in=UNIT_ROLES).exists(),
        "has_invited": here.invitations.exclude(made_by=None).exists(),
    }
    return render(request, "portal/administration/administration.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_edit(request: Request, organisation: str) -> HttpResponse:
    here = administered(request, organisation)
    was = here.name
    form = OrganisationForm(posted(request), instance=here)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            if form.has_changed():
                audit.record(request, Verb.ORGANISATION_CHANGED, here, here)
        messages.success(request, _("Uppgifterna är sparade."))
        return redirect("portal:administration", organisation)
    here.name = was  # the header tells whose page it is, not what was typed
    status = 422 if form.is_bound else 200
    return render(request, "portal/administration/organisation.html", {"form": form}, status=status)
