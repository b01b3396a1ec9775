"""The slips with sign-in codes: who has one, printing new ones, drawing one back."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal import audit
from portal.access import Request, administered, require, visible
from portal.forms.slips import SlipsForm
from portal.models import AuditEvent, Membership, Unit, User
from portal.pdf import PdfError
from portal.slip_codes import new_code
from portal.slip_paper import slips_pdf
from portal.slips import Holders, allowed, of_unit, renew, told, withdraw, without_address
from portal.verbs import Verb

asks_first = require_http_methods(["GET", "HEAD", "POST"])


@asks_first
def unit_slips(request: Request, organisation: str, unit: str) -> HttpResponse:
    here = administered(request, organisation)
    place = visible(request, Unit.objects.filter(organisation=here), slug=unit)
    people = of_unit(place)
    form = SlipsForm(people, request.POST if request.method == "POST" else None)
    if form.is_valid():
        return printed(request, form.cleaned_data["people"])
    barred = without_address(place).exclude(pk__in=allowed(here).values("pk"))
    context = {"form": form, "unit": place, "people": people, "barred": barred}
    status = 422 if form.is_bound else 200
    return render(request, "portal/slips/unit.html", context, status=status)


@asks_first
def slip_make(request: Request, organisation: str, pk: int) -> HttpResponse:
    here = administered(request, organisation)
    person = person_in(request, pk)
    holders = told(allowed(here).filter(pk=person.pk), here)
    if request.method == "POST":
        require(bool(holders))
        return printed(request, holders)
    context = {"person": person, "holder": holders.first()}
    return render(request, "portal/slips/slip.html", context)


@require_POST
def slip_revoke(request: Request, organisation: str, pk: int) -> HttpResponse:
    here = administered(request, organisation)
    person = person_in(request, pk)
    if withdraw([person.pk]):
        audit.record(request, Verb.SLIP_REVOKED, person, here)
        done = _(
            "Lappen för %(name)s gäller inte längre. Den som var inloggad med den är utloggad."
        )
        messages.success(request, done % {"name": person})
    else:
        messages.info(request, _("%(name)s har ingen lapp.") % {"name": person})
    return redirect("portal:slip_make", organisation, pk)


def printed(request: Request, people: Holders) -> HttpResponse:
    """The paper first: slips that could not be printed leave the old ones as they were."""
    here = request.organisation
    codes = {person: new_code() for person in people}
    try:
        pdf = slips_pdf(here, codes)
    except PdfError as error:
        messages.error(request, str(error))
        return redirect(request.path)
    with transaction.atomic():
        renew(here, codes, request.user)
        made = [audit.event(request, Verb.SLIP_MADE, person, here) for person in codes]
        AuditEvent.objects.bulk_create(made)
    return download(pdf)


def download(pdf: bytes) -> HttpResponse:
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="inloggningslappar.pdf"'
    return response


def person_in(request: Request, pk: int) -> User:
    here = Membership.objects.current().filter(organisation=request.organisation)
    return get_object_or_404(User, pk__in=here.values("user"), pk=pk)
