from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from portal.imports.documents import LARGEST

TOO_LARGE = _("Filen är för stor: den får vara högst 10 MB. Kontrollera att det är rätt fil.")


class EditionFileForm(forms.Form):
    file = forms.FileField(
        label=_("Fil"),
        help_text=_(
            "Excel (.xlsx) som i mallen, eller JSON. Högst 10 MB som Excel, 1 MB som JSON."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.json"}),
        error_messages={
            "required": _("Välj en fil."),
            "invalid": _("Välj en fil."),
            "empty": _("Filen är tom. Spara den på nytt och välj den igen."),
        },
    )

    use_required_attribute = False

    def __init__(self, *args: Any, length: int = 0, **kwargs: Any) -> None:
        """`length` is that of all that was sent: so large a file is not kept, and seems missing."""
        super().__init__(*args, **kwargs)
        if length > LARGEST:
            self.fields["file"].error_messages["required"] = TOO_LARGE

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError(TOO_LARGE)
        return file
