from django import template
from django.urls import reverse

from factors.models import Edition
from factors.places import Part, Place

register = template.Library()

# Where the texts of each part are written.
PAGES = {
    Part.EDITION: "draft_texts",
    Part.SOURCES: "draft_sources",
    Part.GOALS: "draft_goals",
    Part.SUB_GOALS: "draft_goals",
    Part.FACTOR: "draft_factor",
    Part.LEVELS: "draft_levels",
    Part.PROMPTS: "draft_prompts",
    Part.LINEAGE: "draft_lineage",
}
# Those that are a factor's own.
OF_FACTOR = (Part.FACTOR, Part.LEVELS)


@register.simple_tag
def mended_url(edition: Edition, place: Place) -> str:
    """The page where what stands at the place is mended."""
    factor = {"factor": place.factor} if place.part in OF_FACTOR else {}
    return reverse(f"factors:{PAGES[place.part]}", kwargs=edition.place | factor)
