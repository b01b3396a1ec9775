from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from assessments.results.asked import Asked, AskedFactor
from factors.searching import QUERY_LIMIT


class CommentFilterForm(forms.Form):
    """Which comments; what can't be read narrows nothing, and says so."""

    q = forms.CharField(
        label=_("Ord eller del av ord"),
        max_length=QUERY_LIMIT,
        required=False,
        widget=forms.SearchInput,
    )
    faktor = forms.TypedChoiceField(
        label=_("Framgångsfaktor"),
        coerce=int,
        required=False,
        error_messages={"invalid_choice": _("Den faktorn är inte med här. Välj i listan.")},
    )

    def __init__(self, asked: Asked, data: QueryDict) -> None:
        super().__init__(data)
        self.asked = asked
        self.fields["faktor"].choices = [  # type: ignore[attr-defined]
            ("", _("Alla faktorer")),
            *((each.position, each.factor.name) for each in asked.factors),
        ]
        self.full_clean()

    @property
    def narrows(self) -> bool:
        return bool(self.query or self.factor)

    @property
    def query(self) -> str:
        return self.cleaned_data.get("q", "")

    @property
    def factor(self) -> AskedFactor | None:
        position = self.cleaned_data.get("faktor")
        return self.asked.at(position) if position else None
