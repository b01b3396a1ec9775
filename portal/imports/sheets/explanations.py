"""What the templates say to whoever fills them in."""

from django.utils.translation import gettext_lazy as _

from portal.imports.kinds import STAFF, UNITS

# What the names in a template's example rows start with, in any language of the portal.
EXAMPLE = ("exempel:", "example:")
# Nobody has an address there.
EXAMPLE_ADDRESS = "@mallen.example"

EXAMPLES = {
    UNITS: (
        (
            _("Exempel: Björkskolan"),
            "12345678",
            _("Förskoleklass, Grundskola, Fritidshem"),
            _("Norra området"),
        ),
        (_("Exempel: Tallens förskola"), "", _("Förskola"), _("Norra området")),
    ),
    STAFF: (
        (
            _("Exempel: Rut Ek"),
            f"rut.ek{EXAMPLE_ADDRESS}",
            _("Björkskolan"),
            "12345678",
            _("Rektor"),
            "",
        ),
        (
            _("Exempel: Tea Lind"),
            f"tea.lind{EXAMPLE_ADDRESS}",
            _("Björkskolan"),
            "",
            _("Lärare"),
            _("Arbetslag 1"),
        ),
        (_("Exempel: Bo Alm"), "", _("Tallens förskola"), "", _("Barnskötare"), ""),
        (_("Exempel: Siri Berg"), f"siri.berg{EXAMPLE_ADDRESS}", "", "", _("Huvudman"), ""),
    ),
}
CODE = _("Åtta siffror. Lämna tom om enheten inte har någon, som förskolor.")
EXPLANATIONS = {
    UNITS: {
        "unit": _("Enhetens namn. Måste fyllas i."),
        "code": CODE,
        "forms": _(
            "En eller flera, med komma emellan: Förskola, Förskoleklass, Grundskola, Anpassad"
            " grundskola, Specialskola, Sameskola, Gymnasieskola, Anpassad gymnasieskola,"
            " Vuxenutbildning, Fritidshem. Måste fyllas i för en ny enhet."
        ),
        "area": _("Det område som enheten hör till, om ni har sådana. Får vara tom."),
    },
    STAFF: {
        "name": _("Förnamn och efternamn. Måste fyllas i."),
        "email": _(
            "Personens egen adress i arbetet. Lämna tom för den som inte har någon: den personen"
            " kan logga in med en kod på papper."
        ),
        "unit": _(
            "Namnet på enheten, som det står i portalen. Lämna tom för den som är huvudman eller"
            " administratör."
        ),
        "code": _("Åtta siffror. Behövs bara om två enheter har samma namn."),
        "role": _(
            "Rektor, Undervisning, Huvudman eller Administratör. Det går också att skriva"
            " yrket, till exempel Förskollärare. Den som har flera roller får en rad för varje."
        ),
        "team": _("Får vara tom."),
    },
}
ROWS = (
    _("Rader vars namn börjar med Exempel: läses aldrig in. Skriv över dem eller ta bort dem."),
    _("Ta aldrig med personnummer, och inte den som har skyddade personuppgifter."),
)
