"""Reading in: which file, what its words mean, and the yes."""

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portal.forms.files import ChosenFileForm
from portal.imports.plan import Plan, StaffPlan
from portal.imports.plan.people import LEFT_OUT, Question
from portal.models import Import
from portal.terms import Role

END, STAY = "end", "stay"


class ImportForm(ChosenFileForm):
    kinds = ".xlsx,.csv,.txt,.json"
    help_text = _("Excel (.xlsx), CSV, eller JSON ur Skolenhetsregistret eller SS 12000.")
    too_large = _(
        "Filen är för stor: den får vara högst 10 MB. Spara bara enheter och personal i den."
    )
    kind = forms.ChoiceField(
        label=_("Vad finns i filen?"),
        choices=Import.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj om filen har enheter eller personal.")},
    )
    field_order = ("kind", "file")


class DutiesForm(forms.Form):
    """One choice for each word that does not decide a role."""

    choices = [
        ("", _("Välj")),
        (Role.UNDERVISNING, _("Undervisning")),
        (Role.REKTOR, _("Rektor")),
        (Role.HUVUDMAN, _("Huvudman")),
        (LEFT_OUT, _("Ta inte med")),
    ]

    def __init__(
        self, questions: list[Question], decided: dict[str, str], data: QueryDict | None = None
    ) -> None:
        super().__init__(data, use_required_attribute=False)
        self.questions = questions
        for number, question in enumerate(questions):
            self.fields[f"duty-{number}"] = forms.ChoiceField(
                label=_named(question),
                choices=self.choices,
                initial=decided.get(question.key, ""),
                error_messages={
                    "required": _("Välj vad de ska svara som, eller att de inte ska med.")
                },
            )

    def decided(self) -> dict[str, str]:
        return {
            question.key: self.cleaned_data[f"duty-{number}"]
            for number, question in enumerate(self.questions)
        }


def _named(question: Question) -> str:
    words = ngettext("%(duty)s (%(n)s rad)", "%(duty)s (%(n)s rader)", question.count)
    return words % {"duty": question.duty or gettext("Utan angiven roll"), "n": question.count}


class ApplyForm(forms.Form):
    """The yes, with what a file alone may not decide: whether those whom it does not name leave."""

    leavers = forms.ChoiceField(
        label=_("De som inte står i källan"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj om uppdragen ska avslutas eller vara kvar.")},
    )

    def __init__(self, plan: Plan, data: QueryDict | None = None) -> None:
        may_end = isinstance(plan, StaffPlan) and not plan.ends_many
        super().__init__(data, initial={"leavers": END} if may_end else None)
        if isinstance(plan, StaffPlan) and plan.ended:
            self.fields["leavers"].choices = _leavers(len(plan.ended))  # type: ignore[attr-defined]
        else:
            del self.fields["leavers"]


def _leavers(number: int) -> list[tuple[str, str | Promise]]:
    ends = ngettext("Avsluta %(n)s uppdrag i dag", "Avsluta %(n)s uppdrag i dag", number)
    stay = _("Låt dem vara kvar: källan gäller bara en del av personalen")
    return [(END, ends % {"n": number}), (STAY, stay)]
