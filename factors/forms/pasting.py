"""A table from the clipboard: what was pasted, and the same in cells to check."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from factors.pasting.reading import LINES_LIMIT, PASTE_LIMIT, Pasted, Wanted, read
from factors.sheets import Sheet

LIMIT_MESSAGE = _("Det här är för mycket text för en tabell. Klistra in tabellen i flera delar.")


class PasteForm(forms.Form):
    text = forms.CharField(
        label=_("Klistra in tabellen här"),
        help_text=_(
            "Markera tabellen på webbsidan, i Word, Excel eller pdf-filen, kopiera den och klistra"
            " in den i rutan. Inget sparas förrän du har kontrollerat det."
        ),
        widget=forms.Textarea(attrs={"rows": 14, "data-paste": "", "spellcheck": "false"}),
        max_length=PASTE_LIMIT,
        strip=False,
        error_messages={
            "required": _("Klistra in en tabell eller skriv ett påstående på varje rad."),
            "max_length": LIMIT_MESSAGE,
        },
    )
    # The same as HTML, when the clipboard has a table.
    markup = forms.CharField(
        widget=forms.HiddenInput,
        required=False,
        max_length=PASTE_LIMIT,
        error_messages={"max_length": LIMIT_MESSAGE},
    )
    scope = forms.ChoiceField(label=_("Vad är det?"), required=False)
    order = forms.ChoiceField(
        label=_("I vilken ordning står texten?"),
        choices=[
            ("", _("Rad för rad, från vänster till höger")),
            ("columns", _("Kolumn för kolumn, uppifrån och ned")),
        ],
        help_text=_("Har bara betydelse om texten är kopierad utan kolumner, som ur en pdf."),
        required=False,
    )
    each_line = forms.BooleanField(
        label=_("Varje textrad är en egen ruta, också om meningen inte slutar där"), required=False
    )

    def __init__(self, sheet: Sheet, data: QueryDict | None) -> None:
        super().__init__(data, use_required_attribute=False)
        self.sheet = sheet
        choices = [
            (name, _("Bara %(name)s") % {"name": label.lower()}) for name, label in sheet.names
        ]
        self.fields["scope"].choices = [("", _("Hela tabellen")), *choices]  # type: ignore[attr-defined]

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if text.count("\n") > LINES_LIMIT:
            raise forms.ValidationError(LIMIT_MESSAGE)
        return text

    def pasted(self) -> Pasted:
        said = self.cleaned_data
        wanted = Wanted(
            name_of=self.sheet.name_of,
            names=[name for name, _label in self.sheet.names],
            one_column=bool(said["scope"]),
            by_column=said["order"] == "columns",
            each_line=said["each_line"],
        )
        pasted = read(said["text"], said["markup"], wanted)
        if said["scope"]:
            pasted.columns = [said["scope"]]
        return pasted
