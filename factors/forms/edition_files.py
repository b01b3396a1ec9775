from django.utils.translation import gettext_lazy as _

from portal.forms.files import ChosenFileForm


class EditionFileForm(ChosenFileForm):
    kinds = ".xlsx,.json"
    help_text = _("Excel (.xlsx) som i mallen, eller JSON. Högst 10 MB som Excel, 1 MB som JSON.")
    too_large = _("Filen är för stor: den får vara högst 10 MB. Kontrollera att det är rätt fil.")
