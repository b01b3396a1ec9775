from itertools import groupby

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from factors.models import SubGoal
from portal.terms import SchoolForm


class SubGoalsForm(forms.Form):
    """The sub-goals that a factor or a row concerns, under the names of their school forms."""

    sub_goals = forms.TypedMultipleChoiceField(
        label=_("Delmål"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": _(
                "Ett av delmålen finns inte längre bland era. Se efter att rätt delmål är "
                "förkryssade, och spara igen."
            ),
        },
    )

    def __init__(self, goals: list[SubGoal], linked: list[int], data: QueryDict | None) -> None:
        super().__init__(data, initial={"sub_goals": linked})
        by_form = groupby(goals, key=lambda goal: SchoolForm(goal.school_form).label)
        self.fields["sub_goals"].choices = [  # type: ignore[attr-defined]
            (form, [(goal.pk, f"{goal.row}. {goal.text}") for goal in group])
            for form, group in by_form
        ]
