"""All organisations of the portal, for those who see to it."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from assessments.forms.nation import NationFilterForm
from assessments.nation import named, totals, with_rounds
from portal.access import Request, stewarded
from portal.asking import found_in

PAGE = 50


@require_safe
@vary_on_headers("HX-Request")
def nation(request: Request) -> HttpResponse:
    stewarded(request)
    form = NationFilterForm(request.GET)
    page = Paginator(named(form.text), PAGE).get_page(request.GET.get("sida"))
    query = request.GET.copy()
    query.pop("sida", None)
    context = {
        "form": form,
        "page": page,
        "organisations": with_rounds(page),
        "chosen": query.urlencode(),
        "totals": totals,
    }
    return render(request, found_in(request, "assessments/nation/nation.html"), context)
