"""The slips as a PDF to print and cut: the only place where their codes are ever told."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from qrcode import QRCode

from portal.addresses import absolute
from portal.models import Organisation, User
from portal.pdf import render_pdf
from portal.slip_codes import grouped

A_SHEET = 8


def slips_pdf(organisation: Organisation, codes: dict[User, str]) -> bytes:
    return render_pdf(slips_html(organisation, codes))


def slips_html(organisation: Organisation, codes: dict[User, str]) -> str:
    """Of people as `slips.told` tells of them."""
    slips = [
        {"person": person, "code": grouped(code), "units": _units(person)}
        for person, code in codes.items()
    ]
    door = absolute(reverse("slip_sign_in"))
    context = {
        "organisation": organisation,
        "sheets": [slips[start : start + A_SHEET] for start in range(0, len(slips), A_SHEET)],
        "address": door.removeprefix("https://").removesuffix("/"),
        "way_in": qr_drawing(door),
    }
    return render_to_string("portal/slips/paper.html", context)


def _units(person: User) -> str:
    """Each once, whichever roles the person has there."""
    names = {each.unit_id: str(each.unit) for each in person.held}  # type: ignore[attr-defined]
    return ", ".join(names.values())


def qr_drawing(address: str) -> SafeString:
    code = QRCode(border=0)
    code.add_data(address)
    rows = code.get_matrix()
    dark = [(x, y) for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark]
    return format_html(
        '<svg class="qr" viewBox="0 0 {0} {0}" width="{0}" height="{0}" role="img">'
        '<title>{1}</title><path fill="#000000" d="{2}"/></svg>',
        len(rows),
        _("Rutmönster som leder till sidan där du loggar in"),
        "".join(f"M{x} {y}h1v1h-1z" for x, y in dark),
    )
