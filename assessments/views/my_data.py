"""What is stored about the signed-in person, wherever they work: to read, take home and remove."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from assessments.forms.round_states import ConfirmForm
from assessments.my_data import as_data, asked_of, by_round, reflections_of
from assessments.terms import FLOOR, RATE_FLOOR
from assessments.views.round_states import posted
from portal import audit
from portal.access import Request
from portal.mail.clearing import KEPT
from portal.models import AuditEvent, Membership
from portal.my_data import authenticators_of, employers, events_of, letters_of, memberships_of, told
from portal.second_factor import demand_of_administrators
from portal.verbs import Verb

LATEST = 5


def held_by(request: Request) -> list[Membership]:
    """All memberships of the person, who as an administrator has shown a second factor.

    The only organisation is left on the request, for the navigation.
    """
    held = memberships_of(request.user)
    current = [membership for membership in held if membership.ended_on is None]
    roles = frozenset(membership.role for membership in current)
    demand_of_administrators(request, roles)
    if len({membership.organisation_id for membership in current}) == 1:
        request.organisation, request.roles = current[0].organisation, roles
    return held


@never_cache
@require_safe
def my_data(request: Request) -> HttpResponse:
    person = request.user
    events = events_of(person)
    context = {
        "person": person,
        "employers": employers(held_by(request)),
        "authenticators": authenticators_of(person),
        "identities": person.identities.select_related("provider"),
        "slips": person.slips.live().select_related("organisation"),
        "rounds": asked_of(person),
        "letters": letters_of(person).count(),
        "events": events.count(),
        "latest_events": list(told(events[:LATEST], person)),
        "floor": FLOOR,
        "rate_floor": RATE_FLOOR,
        "backup_days": settings.BACKUP_DAYS,
        "letter_weeks": KEPT.days // 7,
    }
    return render(request, "assessments/my_data/my_data.html", context)


@never_cache
@require_GET
def my_data_download(request: Request) -> JsonResponse:
    """Remembered wherever the person works: that it was taken out, and not what it says."""
    held = held_by(request)
    data = as_data(request.user, held)
    places = {each.organisation_id: each.organisation for each in held if each.ended_on is None}
    AuditEvent.objects.bulk_create(
        audit.event(request, Verb.DATA_DOWNLOADED, request.user, place) for place in places.values()
    )
    return JsonResponse(
        data,
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={"Content-Disposition": 'attachment; filename="mina-uppgifter.json"'},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_reflections(request: Request) -> HttpResponse:
    """All at once, also where the person no longer works and can't open the round."""
    held_by(request)
    mine = reflections_of(request.user)
    form = ConfirmForm(_("Ja, ta bort alla mina reflektioner."), posted(request))
    if request.method == "POST" and form.is_valid():
        mine.delete()
        messages.success(request, _("Dina reflektioner är raderade."))
        return redirect("assessments:my_data")
    context = {"form": form, "reflections": by_round(mine)}
    status = 422 if form.is_bound else 200
    return render(request, "assessments/my_data/reflections.html", context, status=status)
