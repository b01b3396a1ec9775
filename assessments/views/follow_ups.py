"""How it goes with an action."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.development.saving import follow_up
from assessments.forms.follow_ups import FollowUpForm
from assessments.models import FollowUp
from assessments.views.actions import action_of, follows
from portal import audit
from portal.access import Request, organisation_of, require
from portal.asking import posted
from portal.days import today
from portal.verbs import Verb


@require_http_methods(["GET", "HEAD", "POST"])
def follow_up_create(request: Request, organisation: str, pk: int) -> HttpResponse:
    organisation_of(request, organisation)
    action = action_of(request, pk)
    require(follows(request, action))
    initial = {"made_on": today(), "status": action.status}
    form = FollowUpForm(posted(request), initial=initial, auto_id="follow_%s")
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            follow_up(FollowUp(action=action, created_by=request.user, **form.cleaned_data))
            audit.record(request, Verb.ACTION_FOLLOWED_UP, action, request.organisation)
        messages.success(request, _("Uppföljningen är sparad."))
        return redirect("assessments:action", organisation, pk)
    context = {"form": form, "action": action}
    status = 422 if form.is_bound else 200
    return render(request, "assessments/actions/follow_up.html", context, status=status)
