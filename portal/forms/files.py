"""A file that somebody chooses to have read in."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from portal.imports.documents import LARGEST


class ChosenFileForm(forms.Form):
    """Forms of it say which kinds of file there are, and what to do with one that is too large."""

    limit = LARGEST
    too_large: Any
    kinds: str
    help_text: Any
    file = forms.FileField(
        label=_("Fil"),
        widget=forms.FileInput,
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
        field = self.fields["file"]
        field.help_text = str(self.help_text)
        field.widget.attrs["accept"] = self.kinds
        if length > self.limit:
            field.error_messages["required"] = self.too_large

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > self.limit:
            raise forms.ValidationError(self.too_large)
        return file
