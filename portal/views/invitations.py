"""Who has not come in, and inviting them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal import audit
from portal.access import Request, administered
from portal.forms.invitations import NewcomerFilterForm
from portal.invitations import invitable, invite, missing, withdraw
from portal.languages import in_swedish
from portal.models import Membership, User
from portal.newcomers import Newcomers, newcomers, told
from portal.terms import InvitationState
from portal.verbs import Verb

PAGE = 50
NOBODY = gettext_lazy(
    "Ingen bjöds in. Den som har loggat in, saknar adress eller har fått tre inbjudningar det "
    "senaste dygnet får ingen ny."
)


@require_safe
def invitations(request: Request, organisation: str) -> HttpResponse:
    here = administered(request, organisation)
    form = NewcomerFilterForm(here, request.GET)
    people = form.narrowed(newcomers(here))
    page = Paginator(told(people, here), PAGE).get_page(request.GET.get("sida"))
    context = {
        "form": form,
        "page": page,
        "chosen": chosen(request),
        "uninvited": people.filter(state=InvitationState.NONE).count(),
        "uninvited_query": chosen(request, state=InvitationState.NONE),
        "counts": counts(newcomers(here)),
        "without_address": missing(here).filter(email=None).count(),
    }
    return render(request, "portal/invitations/invitations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def invitations_send(request: Request, organisation: str) -> HttpResponse:
    """To all that the list shows, after a look at how many that is."""
    here = administered(request, organisation)
    form = NewcomerFilterForm(here, request.GET)
    people = form.narrowed(newcomers(here))
    if request.method == "POST":
        return send(request, people)
    number, asked = invitable(here, people).count(), people.count()
    context = {
        "form": form,
        "number": number,
        "left_out": asked - number,
        "chosen": chosen(request),
    }
    return render(request, "portal/invitations/send.html", context)


@require_POST
def invitation_send(request: Request, organisation: str, pk: int) -> HttpResponse:
    administered(request, organisation)
    person = person_in(request, pk)
    return send(request, User.objects.filter(pk=person.pk), person)


@require_POST
def invitation_revoke(request: Request, organisation: str, pk: int) -> HttpResponse:
    here = administered(request, organisation)
    person = person_in(request, pk)
    if withdraw(here, [person.pk]):
        audit.record(request, Verb.INVITATION_REVOKED, person, here)
        messages.success(
            request, _("Inbjudan till %(name)s gäller inte längre.") % {"name": person}
        )
    else:
        messages.info(request, _("%(name)s har ingen inbjudan.") % {"name": person})
    return back(request)


def send(request: Request, people: QuerySet[User], person: User | None = None) -> HttpResponse:
    here = request.organisation
    number = invite(here, people, request.user)
    if not number:
        messages.warning(request, NOBODY)
        return back(request)
    with in_swedish():
        target = person or invited(number)
    audit.record(request, Verb.INVITATION_SENT, target, here)
    done = _("%(invited)s. Mejlen skickas inom några minuter.")
    messages.success(request, done % {"invited": invited(number)})
    return back(request)


def invited(number: int) -> str:
    words = ngettext("%(number)d person är inbjuden", "%(number)d personer är inbjudna", number)
    return words % {"number": number}


def person_in(request: Request, pk: int) -> User:
    here = Membership.objects.current().filter(organisation=request.organisation)
    return get_object_or_404(User, pk__in=here.values("user"), pk=pk)


def counts(people: Newcomers) -> list[tuple[InvitationState, int]]:
    found = dict(people.order_by().values_list("state").annotate(Count("pk")))
    return [(state, found[state]) for state in InvitationState if state in found]


def chosen(request: Request, **more: str) -> str:
    """What the list is narrowed to, for its other pages and for sending to what it shows."""
    query = request.GET.copy()
    query.pop("sida", None)
    for name, value in more.items():
        query[name] = value
    return query.urlencode()


def back(request: Request) -> HttpResponse:
    """To the page that the form was on: the list, or a person's page."""
    page = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure()):
        return HttpResponseRedirect(page)
    return redirect("portal:invitations", request.organisation.slug)
