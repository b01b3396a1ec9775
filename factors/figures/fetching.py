"""Asking Planned Educations for the statistics of an organisation's units, one after another."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from factors.figures.content import FiguresRead
from factors.figures.documents import FORMS
from factors.figures.reading import figures_in
from portal.imports.fetching import NotFound, Service
from portal.imports.records import Unreadable
from portal.models import Organisation

NAME = gettext_lazy("Skolverkets statistik")
# The service refuses whoever asks for plain JSON.
ACCEPT = "application/vnd.skolverket.plannededucations.api.v4.hal+json"


def has_service() -> bool:
    return bool(settings.STATISTICS_URL)


def fetch_figures(organisation: Organisation) -> FiguresRead:
    asked = [
        (unit.code, word)
        for unit in organisation.units.filter(closed_on=None, code__isnull=False)
        for word, form in FORMS.items()
        if form in unit.school_forms
    ]
    with Service(str(NAME), settings.STATISTICS_URL, None, accept=ACCEPT) as service:
        answers = [answer for unit, form in asked if (answer := _answer(service, unit, form))]
    if not answers:
        raise Unreadable(
            _("Källan har ingen statistik om era enheter. Kontrollera skolenhetskoderna.")
        )
    return figures_in(answers)


def _answer(service: Service, unit: str | None, form: str) -> dict[str, object] | None:
    try:
        answer = service.get(f"/v4/school-units/{unit}/statistics/{form}")
    except NotFound:
        return None
    body = answer.get("body") if isinstance(answer, dict) else None
    return {"schoolUnitCode": unit, "schoolForm": form, "body": body} if body else None
