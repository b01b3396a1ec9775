from django import forms
from django.utils.translation import gettext_lazy as _

from portal.models import Organisation


class GreetingForm(forms.ModelForm):
    class Meta:
        model = Organisation
        fields = ["greeting", "contact_email"]
        widgets = {"greeting": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "greeting": _("Står längst ned i varje mejl. Högst 500 tecken."),
            "contact_email": _("Hit går svaren på mejlen, och frågor från den som tillfrågas."),
        }
        error_messages = {
            "greeting": {"max_length": _("Korta hälsningen till högst 500 tecken.")},
            "contact_email": {
                "invalid": _(
                    "Det här ser inte ut som en e-postadress. Skriv den som namn@exempel.se."
                )
            },
        }
