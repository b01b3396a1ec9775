"""Statistics as the source publishes them, for tests: documents, readings and links."""

from typing import Any

from factors.figures.reading import figures_in
from factors.figures.writing import keep, write
from factors.models import Edition, FigureLink, FigureReading, SubGoal
from portal.days import today
from portal.models import Unit
from tests.conftest import Cast

MERIT = "averageGradesMeritRating9thGrade"
CERTIFIED = "certifiedTeachersQuota"
FEW = "OMITTED_DUE_TO_BASED_ON_FEW_PUPILS"
BJORK, LILL = "11111111", "22222222"


def figure(value: object, period: object = "2024/25", kind: object = "EXISTS") -> dict[str, Any]:
    return {"value": value, "valueType": kind, "timePeriod": period}


def answer(code: str = BJORK, form: str = "gr", **measures: Any) -> dict[str, Any]:
    """One answer of the source, with its own address in it."""
    own = f"https://api.example/planned-educations/v4/school-units/{code}/statistics/{form}"
    links = {"self": {"href": own}}
    return {"status": "OK", "message": "", "body": measures | {"_links": links}}


def add_codes(cast: Cast) -> None:
    for unit, code in ((cast.bjork, BJORK), (cast.lill, LILL)):
        Unit.objects.filter(pk=unit.pk).update(code=code)


def add_reading(cast: Cast, *documents: Any) -> FigureReading:
    """What the administrator has read and not yet said yes to."""
    found = figures_in(list(documents) or [answer(**{MERIT: [figure("231,5")]})])
    return keep(cast.organisation, cast.admin, "statistik.json", found.entries.values())


def add_figures(cast: Cast, *documents: Any) -> FigureReading:
    reading = add_reading(cast, *documents)
    write(reading)
    return reading


def add_link(cast: Cast, edition: Edition, row: int = 1, measure: str = MERIT) -> FigureLink:
    sub_goal, _made = SubGoal.objects.get_or_create(
        edition=edition, school_form="GR", row=row, defaults={"text": f"Delmål nummer {row}."}
    )
    return FigureLink.objects.create(
        organisation=cast.organisation,
        sub_goal=sub_goal,
        measure=measure,
        linked_by=cast.admin,
        linked_on=today(),
    )
