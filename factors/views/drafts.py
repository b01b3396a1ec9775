"""Forms on drafts: saved in the draft as it stands now, or shown again with the person's words."""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from django import forms
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from factors import drafts
from factors.access import draft_of, kept_edition
from factors.models import Edition
from portal.access import Request


class Saved(Protocol):
    """A form that writes what it holds."""

    @property
    def errors(self) -> Any: ...
    def is_valid(self) -> bool: ...
    def add_error(self, field: str | None, error: Any) -> None: ...
    def save(self) -> Any: ...


F = TypeVar("F", bound=Saved)
M = TypeVar("M", bound=Model)


# The page of a form with a heading and nothing else.
FORM = "factors/editions/form.html"


class _Refused(Exception):
    """Nothing was changed, so what was handed over stays so."""


def written(request: Request, organisation: str | None, edition: str) -> Edition:
    """The draft; whoever writes in one that has been published meanwhile is told by the form."""
    fetch = kept_edition if request.method == "POST" else draft_of
    return fetch(request, organisation, edition)


def standing(request: Request, texts: QuerySet[M], **which: object) -> M | None:
    """The text; none if it was removed while the person wrote, who may then add it anew."""
    found = texts.filter(**which).first()
    if found is None and not request.POST.get("seen"):
        raise Http404
    return found


def answered(request: Request, edition: Edition, make: Callable[[Edition], F]) -> F:
    """The form that `make` makes of the draft, saved if it was posted and is right."""
    if request.method != "POST":
        return make(edition)
    try:
        with drafts.changing(edition) as draft:
            form = make(draft)
            if not form.is_valid():
                raise _Refused
            form.save()
    except _Refused:
        pass
    except drafts.Published:
        form = make(edition)
        message = _(
            "Utgåvan publicerades medan du skrev, och ändras inte mer. Inget är sparat. Dina ord"
            " står kvar här: kopiera dem till ett nytt utkast som börjar från utgåvan."
        )
        form.errors.clear()
        form.add_error(None, message)
    return form


def form_page(
    request: Request, template: str, edition: Edition, form: forms.BaseForm, **context: Any
) -> HttpResponse:
    status = 422 if form.is_bound else 200
    context |= {"edition": edition, "form": form}
    return render(request, template, context, status=status)
