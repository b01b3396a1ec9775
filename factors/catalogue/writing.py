"""From a catalogue's content to the rows of a draft."""

from dataclasses import asdict
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from factors.catalogue.content import Catalogue, FactorEntry, StatementEntry, SubGoalEntry
from factors.catalogue.faults import CatalogueError, Fault
from factors.models import (
    Edition,
    Factor,
    NationalGoal,
    Prompt,
    Source,
    Statement,
    SubGoal,
)
from portal.models import Organisation


class Taken(Exception):
    """Somebody else began an edition of the same name in the same instant."""

    def __str__(self) -> str:
        return _(
            "Någon annan skapade en utgåva med samma namn i samma stund. Se efter bland utgåvorna"
            " innan du skapar en till."
        )


def begun(**columns: Any) -> Edition:
    """A new edition; which names are free was read a moment ago."""
    try:
        with transaction.atomic():
            return Edition.objects.create(**columns)
    except IntegrityError as error:
        raise Taken from error


def write(catalogue: Catalogue, organisation: Organisation | None) -> Edition:
    """A draft with the catalogue's content, whatever day the content was published on."""
    entry = catalogue.edition
    edition = begun(
        organisation=organisation,
        slug=entry.slug,
        title=entry.title,
        background=entry.background,
        note=entry.note,
        base=_base(entry.base, organisation),
    )
    _Writer(edition).write(catalogue)
    return edition


def _base(slug: str, organisation: Organisation | None) -> Edition | None:
    if not slug:
        return None
    published = Edition.objects.published().filter(organisation=organisation)
    base = published.filter(slug=slug).first()
    if base is None:
        message = _("Ingen publicerad utgåva heter %s. Rätta adressnamnet eller ta bort raden.")
        raise CatalogueError(Fault("edition.base", message % slug))
    return base


class _Writer:
    """Knows the edition's sources by their slugs, and its base's texts by their cells."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.sources: dict[str, Source] = {}
        self.earlier_goals: dict[tuple[str, int], SubGoal] = {}
        self.earlier: dict[str, Statement] = {}
        if edition.base:
            goals = edition.base.sub_goals.all()
            self.earlier_goals = {(goal.school_form, goal.row): goal for goal in goals}
            statements = Statement.objects.filter(factor__edition=edition.base)
            self.earlier = {cell_of(each): each for each in statements.select_related("factor")}

    def write(self, catalogue: Catalogue) -> None:
        self._write_sources(catalogue)
        self._write_goals(catalogue)
        self._write_factors(catalogue.factors)
        Prompt.objects.bulk_create(
            Prompt(edition=self.edition, position=position, **self._values(entry))
            for position, entry in enumerate(catalogue.prompts, 1)
        )

    def _write_sources(self, catalogue: Catalogue) -> None:
        sources = Source.objects.bulk_create(
            Source(edition=self.edition, position=position, **asdict(entry))
            for position, entry in enumerate(catalogue.sources, 1)
        )
        self.sources = {source.slug: source for source in sources}

    def _write_goals(self, catalogue: Catalogue) -> None:
        NationalGoal.objects.bulk_create(
            NationalGoal(edition=self.edition, **self._values(entry))
            for entry in catalogue.national_goals
        )
        SubGoal.objects.bulk_create(
            SubGoal(edition=self.edition, **self._values(entry), follows=self._goal(index, entry))
            for index, entry in enumerate(catalogue.sub_goals)
        )

    def _write_factors(self, entries: tuple[FactorEntry, ...]) -> None:
        factors = Factor.objects.bulk_create(
            Factor(edition=self.edition, position=position, **self._values(entry))
            for position, entry in enumerate(entries, 1)
        )
        Statement.objects.bulk_create(
            Statement(
                factor=factor,
                **self._values(statement),
                follows=self._statement(index, number, statement),
            )
            for index, (factor, entry) in enumerate(zip(factors, entries, strict=True))
            for number, statement in enumerate(entry.statements)
        )

    def _values(self, entry: Any) -> dict[str, Any]:
        """The entry's fields as the model has them."""
        values = asdict(entry)
        for key in ("follows", "statements"):
            values.pop(key, None)
        return values | {"source": self.sources.get(entry.source)}

    def _goal(self, index: int, entry: SubGoalEntry) -> SubGoal | None:
        if not entry.follows:
            return None
        found = self.earlier_goals.get((entry.school_form, entry.follows))
        return found or _missing(f"sub_goals[{index}].follows", str(entry.follows))

    def _statement(self, index: int, number: int, entry: StatementEntry) -> Statement | None:
        if not entry.follows:
            return None
        place = f"factors[{index}].statements[{number}].follows"
        return self.earlier.get(entry.follows) or _missing(place, entry.follows)


def cell_of(statement: Statement) -> str:
    """Where a statement stands in its edition: "professionell-utveckling/3/rektor"."""
    return f"{statement.factor.slug}/{statement.row}/{statement.level}"


def _missing(place: str, cell: str) -> Any:
    message = _("%s finns inte i utgåvan som den här bygger på. Rätta den eller ta bort den.")
    raise CatalogueError(Fault(place, message % cell))
