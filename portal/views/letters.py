"""What has been sent, what did not arrive, and what mails from the organisation look like."""

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal import audit, outbox
from portal.access import Request, administered
from portal.forms.letters import GreetingForm
from portal.mail.kinds import KINDS
from portal.mail.writing import compose
from portal.models import Letter, User
from portal.verbs import Verb

PAGE = 50
NONE_AGAIN = gettext_lazy(
    "Inget mejl skickas igen. Den som har loggat in eller har fått tre inbjudningar det senaste "
    "dygnet får ingen ny."
)
# A mail brings its own style along, since mail programs read no style sheets; and nothing else.
MAIL_POLICY = {"default-src": [NONE], "style-src": [UNSAFE_INLINE], "frame-ancestors": [NONE]}


@require_safe
def letters(request: Request, organisation: str) -> HttpResponse:
    here = administered(request, organisation)
    page = Paginator(outbox.failed(here), PAGE).get_page(request.GET.get("sida"))
    context = {
        "waiting": outbox.waiting(here),
        "days": outbox.sent_by_day(here),
        "page": page,
    }
    return render(request, "portal/letters/letters.html", context)


@require_POST
def letter_retry(request: Request, organisation: str, pk: int) -> HttpResponse:
    here = administered(request, organisation)
    letter = get_object_or_404(outbox.failed(here), pk=pk)
    return send_again(request, outbox.failed(here).filter(pk=letter.pk))


@require_POST
def letters_retry(request: Request, organisation: str) -> HttpResponse:
    return send_again(request, outbox.failed(administered(request, organisation)))


def send_again(request: Request, letters: QuerySet[Letter]) -> HttpResponse:
    number = outbox.send_again(request.organisation, letters, request.user)
    if number:
        again = ngettext("%(number)d mejl skickas igen.", "%(number)d mejl skickas igen.", number)
        messages.success(request, again % {"number": number})
    else:
        messages.warning(request, NONE_AGAIN)
    return redirect("portal:letters", request.organisation.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def greeting(request: Request, organisation: str) -> HttpResponse:
    here = administered(request, organisation)
    form = GreetingForm(request.POST if request.method == "POST" else None, instance=here)
    if not form.is_valid():
        context = {"form": form}
        status = 422 if form.is_bound else 200
        return render(request, "portal/letters/greeting.html", context, status=status)
    form.save()
    audit.record(request, Verb.GREETING_CHANGED, here, here)
    messages.success(request, _("Sparat. Mejl som skrivs från och med nu har den nya hälsningen."))
    return redirect("portal:letters", here.slug)


@require_safe
def letter_example(request: Request, organisation: str) -> HttpResponse:
    administered(request, organisation)
    kind = kind_in(request)
    context = {"chosen": kind, "kinds": KINDS.items(), "letter": example(request, kind)}
    return render(request, "portal/letters/example.html", context)


@require_safe
@csp(MAIL_POLICY)  # type: ignore[arg-type]
def letter_example_html(request: Request, organisation: str) -> HttpResponse:
    administered(request, organisation)
    return HttpResponse(example(request, kind_in(request)).html)


def kind_in(request: Request) -> str:
    kind = request.GET.get("mejl", "invitation")
    if kind not in KINDS:
        raise Http404
    return kind


def example(request: Request, kind: str) -> Letter:
    """A letter of the kind to somebody who is not there."""
    here = request.organisation
    somebody = User(name=_("Kim Exempel"), email="kim@exempel.se", language=get_language())
    return compose(kind, here, somebody, KINDS[kind].example(here))
