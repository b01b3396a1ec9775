from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _


class NationFilterForm(forms.Form):
    """Which organisations; what can't be read narrows nothing, and says so."""

    q = forms.CharField(label=_("Huvudmannens namn"), max_length=150, required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, use_required_attribute=False)
        self.full_clean()  # leaves what could be read

    @property
    def text(self) -> str:
        text: str = self.cleaned_data.get("q", "")
        return text
