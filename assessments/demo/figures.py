"""Made-up statistics of the demo organisation, and what it has chosen to see beside its goals."""

from assessments.demo.plan import FOLDER
from factors.figures.reading import read_figures
from factors.figures.writing import keep, write
from factors.models import Edition, FigureLink, SubGoal
from portal.days import today
from portal.models import Organisation, User
from portal.terms import Role, SchoolForm

SOURCE = "Påhittad statistik"
LINKS = [
    (SchoolForm.GR, 2, "certifiedTeachersQuota"),
    (SchoolForm.GR, 6, "averageGradesMeritRating9thGrade"),
    (SchoolForm.GR, 6, "ratioOfPupilsIn6thGradeWithAllSubjectsPassed"),
    (SchoolForm.GR, 6, "ratioOfPupils9thGradeEligibleForNationalProgramYR"),
    (SchoolForm.GRAN, 2, "certifiedTeachersQuota"),
    (SchoolForm.GY, 7, "ratioOfPupilsWithExamWithin3Years"),
]


def administrator(organisation: Organisation) -> User:
    held = organisation.memberships.filter(role=Role.ADMIN).order_by("user__sort_key")
    return held.select_related("user")[0].user


def show_figures(organisation: Organisation) -> None:
    admin = administrator(organisation)
    found = read_figures((FOLDER / "statistics.json").read_bytes())
    write(keep(organisation, admin, SOURCE, found.entries.values()))
    _link(organisation, admin)


def _link(organisation: Organisation, admin: User) -> None:
    goals = SubGoal.objects.filter(edition=Edition.objects.newest_national())
    by_place = {(goal.school_form, goal.row): goal for goal in goals}
    FigureLink.objects.bulk_create(
        FigureLink(
            organisation=organisation,
            sub_goal=by_place[form, row],
            measure=measure,
            linked_by=admin,
            linked_on=today(),
        )
        for form, row, measure in LINKS
        if (form, row) in by_place
    )
