"""Whether an archive is of an organisation as it is now."""

import hashlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from assessments.archives.keys import is_proved
from assessments.archives.manifest import Manifest
from assessments.archives.rows import told, written
from assessments.archives.tables import PEOPLE, TABLES
from assessments.archives.writing import sealed_text
from portal.models import Organisation

# The log goes on: that the archive was fetched stands in it.
GOES_ON = {"events"}


def changed_since(organisation: Organisation, manifest: Manifest) -> Iterator[str]:
    """What is not as the archive says, in words; nothing where it is whole."""
    now = told(organisation)
    for table in (PEOPLE, *TABLES):
        if table.is_open and table.name not in GOES_ON:
            part = manifest.parts.get(f"data/{table.name}.json")
            text = written(now.open[table.name]).encode()
            if part is None or hashlib.sha256(text).hexdigest() != part["sha256"]:
                yield table.what
    key = manifest.own_key()
    if key is None or not is_proved(key, sealed_text(now), manifest.sealed):
        yield _("det förseglade")
