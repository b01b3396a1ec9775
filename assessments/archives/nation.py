"""What is the nation's is carried by name, and found again by the same name elsewhere."""

from collections.abc import Iterator
from functools import cache

from django.db.models import Model
from django.utils.translation import gettext as _

from factors.catalogue.content import Catalogue
from factors.catalogue.dumping import content_of
from factors.catalogue.faults import CatalogueError
from factors.catalogue.plain import json_of
from factors.catalogue.reading import read_catalogue
from factors.models import Edition, Factor, Prompt, Statement, SubGoal
from portal.backups.refusing import Refused

# What a name is made of, with slashes between: "nationell-2026/ansvar/3/rektor".
NAMES: dict[type[Model], tuple[str, ...]] = {
    Edition: ("slug",),
    Factor: ("edition__slug", "slug"),
    Statement: ("factor__edition__slug", "factor__slug", "row", "level"),
    SubGoal: ("edition__slug", "school_form", "row"),
    Prompt: ("edition__slug", "kind", "position"),
}


class Nation:
    """The national editions as they stand here, each model read when it is first asked for."""

    def __init__(self) -> None:
        self.names = cache(self._names)
        self.numbers = cache(self._numbers)

    def _names(self, model: type[Model]) -> dict[int, str]:
        keys = NAMES[model]
        owner = keys[0].removesuffix("slug") + "organisation"
        national = model._base_manager.filter(**{owner: None}).values_list("pk", *keys)
        return {pk: "/".join(map(str, name)) for pk, *name in national}

    def _numbers(self, model: type[Model]) -> dict[str, int]:
        return {name: pk for pk, name in self.names(model).items()}


def with_bases(slugs: set[str]) -> Iterator[Edition]:
    """The national editions by these names, and those that they go on from, first things first."""
    wanted = set(slugs)
    for edition in Edition.objects.national().filter(slug__in=slugs).select_related("base"):
        while edition.base:
            edition = edition.base
            wanted.add(edition.slug)
    yield from Edition.objects.national().filter(slug__in=wanted).order_by("published_on", "pk")


def check_standing(carried: dict[str, bytes]) -> None:
    """That each of the editions, by its slug, stands here and says the same."""
    for slug, data in carried.items():
        ours = Edition.objects.national().published().filter(slug=slug).first()
        if ours is None:
            told = _(
                "Den nationella utgåvan %(edition)s finns inte här. Packa upp "
                "catalogue/national/%(edition)s.json ur arkivet, läs in den med load_catalogue och "
                "försök igen."
            )
            raise Refused(told % {"edition": slug})
        if not _says(data, content_of(ours)):
            told = _(
                "Den nationella utgåvan %(edition)s säger något annat här än i arkivet, så svaren "
                "skulle betyda något annat. Inget är inläst."
            )
            raise Refused(told % {"edition": slug})


def _says(data: bytes, content: Catalogue) -> bool:
    """An older program may have written the same in another way."""
    if data == json_of(content).encode():
        return True
    try:
        return read_catalogue(data) == content
    except CatalogueError:
        return False
