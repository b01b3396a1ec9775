"""Ways to show a world: the portal's own door, the same counted by hand, and weak ones.

A portal is given a world and answers with every figure that a reader can come by.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from assessments.disclosure import Figure, Figures, Status, figures
from assessments.distribution import EMPTY, Distribution
from assessments.exports.json import document_of
from assessments.pooling import Group, Partition, form_blocks
from assessments.report.build import build_report
from portal.models import Unit
from portal.terms import Level
from tests.assessments.attacker import Seen
from tests.assessments.worlds import FORMS, STATEMENTS, Built, Voice, World

Rule = Callable[[Iterable[Group], int], Partition]
ANSWERED = "answered"


def by_hand(world: World) -> list[Seen]:
    """What the rules of closing say, also of units that close early or are placed together."""
    return _shown(world, blocks_of(world, form_blocks), persons_in)


def filtered(world: World) -> list[Seen]:
    """Filters, and comparison with an earlier round: a block counts when all of it is inside."""
    blocks = blocks_of(world, form_blocks)
    seen = by_hand(world)
    for units in selections(world):
        inside = [block for block in blocks if {unit for _person, unit in block} <= units]
        seen += _shown(world, inside, persons_in)
    return seen


def persons_counted_twice(world: World) -> list[Seen]:
    """Weak: somebody employed at two units makes up for a person who is missing."""
    return _shown(world, blocks_of(world, _voice_by_voice), len)


def threshold_only(world: World) -> list[Seen]:
    """Weak: units below the floor are hidden, but counted in the organisation's total."""
    return _shown(world, _units(world), persons_in) + _totals(world)


def threshold_and_pairwise_remainder(world: World) -> list[Seen]:
    """Weak: a figure is also hidden where it and one other leave a remainder below the floor."""
    seen: list[Seen] = []
    groups = [*_units(world), *(_voices_at(world, units) for units in selections(world))]
    for statement in range(STATEMENTS):
        shown: list[frozenset[Voice]] = []
        for voices in (group & world.rated(statement) for group in groups):
            sizes = [persons_in(voices), *(persons_in(voices ^ other) for other in shown)]
            apart = all(size >= world.floor for size in sizes if size)
            shown += [voices] if apart and voices else []
        seen += [Seen(statement, voices) for voices in shown]
    return seen


def filter_that_splits_a_block(world: World) -> list[Seen]:
    """Weak: a filter counts the voices of shown blocks at the units that it chooses."""
    blocks = blocks_of(world, form_blocks)
    seen = by_hand(world)
    for units in selections(world):
        parts = [block & _voices_at(world, units) for block in blocks]
        seen += _shown(world, [frozenset().union(*parts)], persons_in)
    return seen


def selections(world: World) -> list[set[int]]:
    """Everybody, and the units of each filter: by form, by area, by both, and in both rounds."""
    numbered = list(enumerate(world.places))
    forms = [{n for n, each in numbered if each.form is form} for form in FORMS]
    areas = [{n for n, each in numbered if each.area == area} for area in range(3)]
    both = [form & area for form in forms for area in areas]
    earlier = {n for n, each in numbered if each.earlier}
    chosen = [set(range(len(numbered))), *forms, *areas, *both]
    return [units for group in chosen for units in (group, group & earlier)]


def through_the_door(world: World, built: Built) -> list[Seen]:
    """Every figure that `disclosure` gives of the round, which must cover what it says."""
    return seen_of(figures(built.round, built.statements), Level.UNDERVISNING, world, built)


def seen_of(shown: Figures, level: Level, world: World, built: Built) -> list[Seen]:
    seen = []
    for number, statement in enumerate(built.statements):
        covered: set[int] = set()
        for unit in built.units:
            figure = shown.unit(unit.pk, level, statement)
            where = _units_named(built, {unit.name, *figure.pooled_with})
            covered |= where if figure.shown else set()
            seen += _claims(world, number, figure, where) + _turnout(world, figure, where)
        total = shown.organisation(level, statement)
        seen += _claims(world, number, total, covered)
    return seen


def through_filters(world: World, built: Built) -> list[Seen]:
    """Each filter's figures, which must be of blocks that lie wholly inside it."""
    shown = figures(built.round, built.statements)
    seen = []
    for units in selections(world):
        within = shown.within({built.units[unit].pk for unit in units})
        for number, statement in enumerate(built.statements):
            covered: set[int] = set()
            for unit in units:
                figure = within.unit(built.units[unit].pk, Level.UNDERVISNING, statement)
                where = _units_named(built, {built.units[unit].name, *figure.pooled_with})
                covered |= where if figure.shown else set()
                seen += _claims(world, number, figure, where)
            assert covered <= units
            total = within.organisation(Level.UNDERVISNING, statement)
            seen += _claims(world, number, total, covered)
    return seen


def through_files(world: World, built: Built) -> list[Seen]:
    """What the files with a report's figures say, of each unit and of the huvudman.

    Between them the roles can fetch them all. The table of units says what the units' files do.
    """
    seen: list[Seen] = []
    covered: dict[int, set[int]] = {number: set() for number in range(STATEMENTS)}
    overall: list[tuple[str, int | None, float | None]] = []
    for unit in built.units:
        told = _file(built, unit)
        for row in _anonymous(told["ratings"]):
            where = _units_named(built, {unit.name, *row["together_with"]})
            covered[row["row"]] |= where if row["n"] else set()
            seen += _claims(world, row["row"], _figure(row), where)
            overall += [] if row["row"] else [(unit.name, row["n"], row["mean"])]
        for row in _anonymous(told["participation"]):
            figure = Figure(Status(row["status"]), answered=row["answered"] or 0)
            where = _units_named(built, {unit.name, *row["together_with"]})
            seen += _turnout(world, figure, where)
    told = _file(built, None)
    for row in _anonymous(told["ratings"]):
        seen += _claims(world, row["row"], _figure(row), covered[row["row"]])
    units = _anonymous(told["units"])
    assert [(row["place"], row["n"], row["mean"]) for row in units] == overall
    return seen


def _file(built: Built, unit: Unit | None) -> dict[str, list[dict[str, Any]]]:
    return document_of(build_report(built.round, unit, built.round.closes_on))


def _anonymous(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if row["level"] == Level.UNDERVISNING]


def _figure(row: dict[str, Any]) -> Figure:
    counts = (row["step_1"], row["step_2"], row["step_3"], row["step_4"], row["unsure"])
    return Figure(Status(row["status"]), Distribution(*counts) if row["answers"] else EMPTY)


def _units_named(built: Built, names: set[str]) -> set[int]:
    return {number for number, unit in enumerate(built.units) if unit.name in names}


def _claims(world: World, statement: int, figure: Figure, units: set[int]) -> list[Seen]:
    """What is seen when a figure is said to be of some units, and is."""
    if not figure.shown:
        assert figure.distribution == EMPTY
        return []
    voices = _voices_at(world, units)
    steps = [world.sheets[voice].steps[statement] for voice in voices]
    assert figure.distribution.counts == tuple(steps.count(step) for step in (1, 2, 3, 4, None))
    return seen_in(world, statement, voices)


def _turnout(world: World, figure: Figure, units: set[int]) -> list[Seen]:
    if not figure.answered:
        return []
    voices = _voices_at(world, units) & _answered_any(world)
    assert figure.answered == persons_in(voices)
    return [Seen(ANSWERED, voices)]


def seen_in(world: World, statement: int, voices: frozenset[Voice]) -> list[Seen]:
    """A distribution is a sum over those with a step, and over those and who cannot judge."""
    rated, answered = world.rated(statement), world.answered(statement)
    return [Seen(statement, voices & rated), Seen((statement, "all"), voices & answered)]


def persons_in(voices: frozenset[Voice]) -> int:
    return len({person for person, _unit in voices})


def _voices_at(world: World, units: set[int]) -> frozenset[Voice]:
    return frozenset(voice for voice in world.sheets if voice[1] in units)


def _rated_any(world: World) -> frozenset[Voice]:
    return frozenset().union(*(world.rated(statement) for statement in range(STATEMENTS)))


def _answered_any(world: World) -> frozenset[Voice]:
    return frozenset().union(*(world.answered(statement) for statement in range(STATEMENTS)))


def _voice_by_voice(groups: Iterable[Group], floor: int) -> Partition:
    voices = (
        replace(group, persons=frozenset(100 * person + group.key for person in group.persons))
        for group in groups
    )
    return form_blocks(voices, floor)


def blocks_of(world: World, rule: Rule) -> list[frozenset[Voice]]:
    """The voices of each block that a rule forms of the units where somebody answered."""
    answering = {unit for _person, unit in _answered_any(world)}
    rated_at = _persons_by_unit(_rated_any(world), len(world.places))
    groups = [
        Group(unit, place.form, rated_at[unit], company=place.company)
        for unit, place in enumerate(world.places)
        if unit in answering
    ]
    early = [group for group in groups if _is_block_at_once(world, group)]
    together = rule([group for group in groups if group not in early], world.floor)
    pools = [*((group,) for group in early), *together.blocks]
    return [_voices_at(world, {group.key for group in pool}) for pool in pools]


def _is_block_at_once(world: World, group: Group) -> bool:
    """It closes early with enough persons, and waits for nobody."""
    early = world.places[group.key].closes_early and group.company is None
    return early and len(group.persons) >= world.floor


def _shown(
    world: World, blocks: list[frozenset[Voice]], size: Callable[[frozenset[Voice]], int]
) -> list[Seen]:
    """Each block's figures where enough persons rated, and the sums of all that are shown."""
    seen = []
    for statement in range(STATEMENTS):
        passed = [block for block in blocks if size(block & world.rated(statement)) >= world.floor]
        for voices in [*passed, frozenset().union(*passed)] if passed else []:
            seen += seen_in(world, statement, voices)
    return seen


def _units(world: World) -> list[frozenset[Voice]]:
    return [_voices_at(world, {unit}) for unit in range(len(world.places))]


def _persons_by_unit(voices: frozenset[Voice], units: int) -> list[frozenset[int]]:
    found: list[set[int]] = [set() for _ in range(units)]
    for person, unit in voices:
        found[unit].add(person)
    return [frozenset(persons) for persons in found]


def _totals(world: World) -> list[Seen]:
    return [Seen(statement, world.rated(statement)) for statement in range(STATEMENTS)]


WEAK = (
    threshold_only,
    threshold_and_pairwise_remainder,
    persons_counted_twice,
    filter_that_splits_a_block,
)
