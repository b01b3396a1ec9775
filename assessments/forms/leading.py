"""What the leader of a dialogue sends."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.answering import CHOICES
from assessments.forms.answers import LARGEST_VERSION, WrittenField
from assessments.terms import JOINT_REASON_LIMIT


class SeenForm(forms.Form):
    """`seen` is the version of the dialogue that the leader had in view."""

    seen = forms.IntegerField(min_value=1, max_value=LARGEST_VERSION)


class MoveForm(SeenForm):
    act = forms.ChoiceField(
        choices=[(name, name) for name in ("forward", "back", "reveal", "more", "release", "end")]
    )


class TogetherForm(SeenForm):
    step = forms.ChoiceField(
        choices=[(key, step.label) for key, step in CHOICES.items()],
        error_messages={
            "required": _("Välj det steg som ni har enats om."),
            "invalid_choice": _("Välj ett av stegen eller ”Kan inte bedöma”."),
        },
    )
    reason = WrittenField(JOINT_REASON_LIMIT)
