"""Reading in units and staff: from a file or a service to a preview, and then the yes."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from portal.access import Request, administered, visible
from portal.forms.imports import END, ApplyForm, DutiesForm, ImportForm
from portal.imports.applying import Gone, Outdated, apply
from portal.imports.files import read_file, template_csv, template_file
from portal.imports.keeping import keep
from portal.imports.plan import Plan, StaffPlan, fingerprint, plan_of
from portal.imports.plan.people import Question
from portal.imports.records import Unreadable
from portal.imports.sources import sources_of
from portal.invitations import missing
from portal.models import Import
from portal.people import people_of

TEMPLATE_NAMES = {Import.Kind.UNITS: "mall-enheter", Import.Kind.STAFF: "mall-personal"}
asks_first = require_http_methods(["GET", "HEAD", "POST"])


@asks_first
def imports(request: Request, organisation: str) -> HttpResponse:
    here = administered(request, organisation)
    if request.method == "POST":
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        form = ImportForm(request.POST, request.FILES, length=length)
        kept = read(request, form) if form.is_valid() else None
        if kept:
            return to_preview(request, kept)
    else:
        form = ImportForm(initial={"kind": request.GET.get("innehall")})
    context = {
        "form": form,
        "sources": sources_of(here),
        "units": here.units.filter(closed_on=None).count(),
        "people": people_of(here).count(),
        "newcomers": missing(here).count(),
    }
    template = "portal/imports/imports.html" + ("#upload" if request.htmx else "")
    return render(request, template, context, status=422 if form.is_bound else 200)


def read(request: Request, form: ImportForm) -> Import | None:
    """The file goes no further than this: it is parsed and thrown away."""
    file, kind = form.cleaned_data["file"], form.cleaned_data["kind"]
    try:
        reading = read_file(kind, file.name, file.read(), request.organisation)
    except Unreadable as reason:
        form.add_error("file", str(reason))
        return None
    return keep(request.organisation, request.user, file.name, reading)


@require_POST
def import_fetch(request: Request, organisation: str, source: str) -> HttpResponse:
    here = administered(request, organisation)
    found = next((each for each in sources_of(here) if each.slug == source), None)
    if found is None:
        raise Http404
    try:
        reading = found.fetch(here)
    except Unreadable as reason:
        messages.error(request, str(reason))
        return redirect("portal:imports", organisation)
    return to_preview(request, keep(here, request.user, str(found.name), reading))


@asks_first
def import_preview(request: Request, organisation: str, pk: int) -> HttpResponse:
    administered(request, organisation)
    kept = import_in(request, pk)
    plan = plan_of(kept)
    if request.method != "POST":
        return page(request, kept, plan)
    if request.POST.get("seen") != fingerprint(plan):
        return page(request, kept, plan, is_outdated=True)
    form = ApplyForm(plan, request.POST)
    return write(request, kept, form) if form.is_valid() else page(request, kept, plan, form)


def write(request: Request, kept: Import, form: ApplyForm) -> HttpResponse:
    ends = form.cleaned_data.get("leavers") == END
    try:
        done = apply(request, kept, request.POST["seen"], ends=ends)
    except Outdated:
        return page(request, kept, plan_of(kept), is_outdated=True)
    except Gone:
        messages.info(request, _("Inläsningen är redan gjord eller avbruten."))
    else:
        text = _("Inläst: %(done)s.") % {"done": done} if done else _("Ingenting ändrades.")
        messages.success(request, text)
    return redirect("portal:imports", request.organisation.slug)


@require_POST
def import_answer(request: Request, organisation: str, pk: int) -> HttpResponse:
    """Who is new and who leaves depends on what the words mean, so that is asked first."""
    administered(request, organisation)
    kept = import_in(request, pk)
    plan = plan_of(kept)
    form = DutiesForm(questions_of(plan), kept.decided, request.POST)
    if not form.is_valid():
        return page(request, kept, plan, duties=form)
    kept.decided = form.decided()
    kept.save(update_fields=["decided"])
    return to_preview(request, kept)


@require_POST
def import_cancel(request: Request, organisation: str, pk: int) -> HttpResponse:
    administered(request, organisation)
    import_in(request, pk).delete()
    messages.info(request, _("Inläsningen är avbruten. Ingenting är ändrat."))
    return redirect("portal:imports", organisation)


@require_safe
def import_template_xlsx(request: Request, organisation: str, kind: Import.Kind) -> FileResponse:
    administered(request, organisation)
    file = template_file(kind)
    return FileResponse(file, as_attachment=True, filename=f"{TEMPLATE_NAMES[kind]}.xlsx")


@require_safe
def import_template_csv(
    request: Request, organisation: str, kind: Import.Kind
) -> StreamingHttpResponse:
    administered(request, organisation)
    headers = {"Content-Disposition": f'attachment; filename="{TEMPLATE_NAMES[kind]}.csv"'}
    lines = template_csv(kind)
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


def page(
    request: Request,
    kept: Import,
    plan: Plan,
    form: ApplyForm | None = None,
    *,
    duties: DutiesForm | None = None,
    is_outdated: bool = False,
) -> HttpResponse:
    """The preview; after a no it tells why, in the form or above it."""
    status = 409 if is_outdated else 422 if form or duties else 200
    context = {
        "kept": kept,
        "plan": plan,
        "seen": fingerprint(plan),
        "form": form or ApplyForm(plan),
        "duties": duties or DutiesForm(questions_of(plan), kept.decided),
        "is_outdated": is_outdated,
    }
    return render(request, "portal/imports/preview.html", context, status=status)


def questions_of(plan: Plan) -> list[Question]:
    return plan.questions if isinstance(plan, StaffPlan) else []


def import_in(request: Request, pk: int) -> Import:
    mine = Import.objects.filter(organisation=request.organisation)
    return visible(request, mine.select_related("organisation", "made_by"), pk=pk)


def to_preview(request: Request, kept: Import) -> HttpResponse:
    address = reverse("portal:import_preview", args=[request.organisation.slug, kept.pk])
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)
