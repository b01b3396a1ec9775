"""Which sub-goals the demo organisation says that its factors concern."""

from assessments.demo.figures import administrator
from assessments.demo.occasions import DEVELOPMENT, LANGUAGE, ROLES
from assessments.demo.rounds import factors_of
from factors.models import Edition, SubGoalLink
from factors.sub_goal_links import goals_of
from factors.terms import OVERALL_ROW
from portal.days import today
from portal.models import Organisation
from portal.terms import SchoolForm

# A factor, its row, and the sub-goals' row in the school forms.
LINKS = [
    (DEVELOPMENT, OVERALL_ROW, 2, (SchoolForm.FS, SchoolForm.GR, SchoolForm.GRAN, SchoolForm.GY)),
    (DEVELOPMENT, 2, 3, (SchoolForm.GR, SchoolForm.GY)),
    (DEVELOPMENT, 6, 6, (SchoolForm.GR, SchoolForm.VUX)),
    (ROLES, 1, 1, (SchoolForm.GR, SchoolForm.GRAN, SchoolForm.GY)),
    (LANGUAGE, OVERALL_ROW, 4, (SchoolForm.FS, SchoolForm.GR)),
]


def link_sub_goals(organisation: Organisation) -> None:
    admin, factors = administrator(organisation), factors_of(organisation)
    found = goals_of(Edition.objects.newest_national(), SchoolForm)
    goals = {(each.school_form, each.row): each for each in found}
    SubGoalLink.objects.bulk_create(
        SubGoalLink(
            organisation=organisation,
            factor=factors[slug],
            row=row,
            sub_goal=goals[form, goal],
            linked_by=admin,
            linked_on=today(),
        )
        for slug, row, goal, forms in LINKS
        for form in forms
        if slug in factors and (form, goal) in goals
    )
