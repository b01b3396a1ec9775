"""What a report is made with, so that a version can tell how it came to be."""

import hashlib
from functools import cache

from django.conf import settings

from assessments.models import Round
from factors.models import Edition
from portal.paper import FONTS, STATIC, STYLESHEETS

TEMPLATES = settings.BASE_DIR / "templates"
FOLDERS = ("report", "components")


@cache
def templates_digest() -> str:
    """Of the report's templates, its styles and its fonts."""
    templates = [path for folder in FOLDERS for path in sorted((TEMPLATES / folder).rglob("*.*"))]
    styles = [STATIC / name for name in (*STYLESHEETS, *FONTS)]
    digest = hashlib.sha256()
    for path in [*templates, *styles]:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def origin(round: Round) -> dict[str, str]:
    """As a version keeps it, by the names of its fields."""
    asked = Edition.objects.filter(factors__rounds=round).distinct().order_by("pk")
    return {
        "program": settings.VERSION,
        "templates": templates_digest(),
        "editions": ", ".join(edition.title for edition in asked),
    }
