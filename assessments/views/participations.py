"""A person's own way through a round: the first page, and what they may do with it all."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.answering import is_open, reflections_of, sheet_of
from assessments.download import as_text
from assessments.handing_in import hand_in as hand_in_answers
from assessments.handing_in import withdraw as withdraw_answers
from assessments.mirroring import mirroring_beside
from assessments.models import Participation
from assessments.placing import placed_with
from assessments.terms import RATE_FLOOR, STEPS, UNSURE
from portal.access import Request, organisation_of, visible
from portal.terms import Level


def participation_of(request: Request, organisation: str, pk: int) -> Participation:
    """The person's own, in the organisation of the address, or 404."""
    organisation_of(request, organisation)
    mine = Participation.objects.select_related(
        "assessment__round__organisation", "assessment__unit", "response"
    )
    return visible(request, mine, pk=pk, assessment__round__organisation=request.organisation)


def to_page(participation: Participation, name: str) -> HttpResponse:
    organisation = participation.assessment.round.organisation
    return redirect(f"assessments:{name}", organisation.slug, participation.pk)


def place_of(participation: Participation) -> dict[str, object]:
    """What every page of a participation says about where it belongs."""
    assessment = participation.assessment
    return {
        "participation": participation,
        "assessment": assessment,
        "round": assessment.round,
        "level": Level(assessment.level),
        "open": is_open(participation),
    }


@never_cache
@require_GET
def participation(request: Request, organisation: str, pk: int) -> HttpResponse:
    participation = participation_of(request, organisation, pk)
    context = place_of(participation)
    if not is_open(participation):
        context["reflections"] = list(reflections_of(participation))
        return render(request, "assessments/participations/closed.html", context)
    context |= {"sheet": sheet_of(participation), "scale": [*STEPS, UNSURE]}
    context |= promise_to(participation)
    if participation.mirrored:
        context["mirrored"] = participation.mirrored.place
        context["mirroring"] = mirroring_beside(participation)
    return render(request, "assessments/participations/participation.html", context)


def promise_to(participation: Participation) -> dict[str, object]:
    """The figures in what the first page promises."""
    return {
        "asked": participation.assessment.participations.count(),
        "floor": participation.assessment.round.floor,
        "placed_with": placed_with(participation.assessment),
        "rate_floor": RATE_FLOOR,
        "backup_days": settings.BACKUP_DAYS,
    }


@never_cache
@require_GET
def review(request: Request, organisation: str, pk: int) -> HttpResponse:
    participation = participation_of(request, organisation, pk)
    if not is_open(participation):
        return to_page(participation, "participation")
    context = place_of(participation) | {
        "sheet": sheet_of(participation),
        "reflections": list(reflections_of(participation)),
    }
    return render(request, "assessments/participations/review.html", context)


@require_POST
def hand_in(request: Request, organisation: str, pk: int) -> HttpResponse:
    participation = participation_of(request, organisation, pk)
    if not hand_in_answers(participation):
        messages.warning(request, _("Omgången har stängt. Det du hade sparat är med ändå."))
        return to_page(participation, "participation")
    return to_page(participation, "review")


@never_cache
@require_GET
def download(request: Request, organisation: str, pk: int) -> HttpResponse:
    participation = participation_of(request, organisation, pk)
    name = f"mina-svar-{participation.pk}.txt"
    return HttpResponse(
        as_text(sheet_of(participation)),
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@never_cache
@require_http_methods(["GET", "POST"])
def withdraw(request: Request, organisation: str, pk: int) -> HttpResponse:
    participation = participation_of(request, organisation, pk)
    if request.method == "POST" and withdraw_answers(participation):
        messages.success(request, _("Dina svar och kommentarer är raderade."))
        return to_page(participation, "participation")
    if not is_open(participation):
        messages.warning(request, _("Omgången har stängt. Svaren kan inte längre tas tillbaka."))
        return to_page(participation, "participation")
    return render(request, "assessments/participations/withdraw.html", place_of(participation))


@never_cache
@require_http_methods(["GET", "POST"])
def forget(request: Request, organisation: str, pk: int) -> HttpResponse:
    """Reflections are the person's own to delete, before closing and after."""
    participation = participation_of(request, organisation, pk)
    if request.method == "POST":
        participation.reflections.all().delete()
        messages.success(request, _("Dina reflektioner är raderade."))
        return to_page(participation, "participation")
    return render(request, "assessments/participations/forget.html", place_of(participation))
