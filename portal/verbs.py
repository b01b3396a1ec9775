"""What can be done that is remembered in the log: rights, rounds, files, letters, what is kept."""

from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Verb(TextChoices):
    """A value is "what.done": its first word is what the log is sorted by."""

    PERSON_ADDED = "person.added", _("Personen lades till")
    PERSON_CHANGED = "person.changed", _("Personens uppgifter ändrades")
    PERSON_PSEUDONYMISED = "person.pseudonymised", _("Personuppgifterna togs bort")
    PERSON_SIGNED_OUT = "person.signed_out", _("Personen loggades ut överallt")
    MEMBERSHIP_ADDED = "membership.added", _("Uppdraget lades till")
    MEMBERSHIP_ENDED = "membership.ended", _("Uppdraget avslutades")
    UNIT_ADDED = "unit.added", _("Enheten lades till")
    UNIT_CHANGED = "unit.changed", _("Enheten ändrades")
    UNIT_CLOSED = "unit.closed", _("Enheten lades ned")
    UNIT_MERGED = "unit.merged", _("Enheten gick upp i en annan")
    UNIT_REOPENED = "unit.reopened", _("Enheten öppnades igen")
    ORGANISATION_ADDED = "organisation.added", _("Huvudmannen lades till")
    ORGANISATION_CHANGED = "organisation.changed", _("Huvudmannens uppgifter ändrades")
    ORGANISATION_IMPORTED = "organisation.imported", _("Huvudmannen lästes in ur ett arkiv")
    COMPARISON_JOINED = "comparison.joined", _("Huvudmannen gick med i jämförelsen")
    COMPARISON_LEFT = "comparison.left", _("Huvudmannen lämnade jämförelsen")
    IMPORT_APPLIED = "import.applied", _("Filen lästes in")

    INVITATION_SENT = "invitation.sent", _("Inbjudan skickades")
    INVITATION_ACCEPTED = "invitation.accepted", _("Inbjudan godtogs")
    INVITATION_REVOKED = "invitation.revoked", _("Inbjudan drogs tillbaka")
    SLIP_MADE = "slip.made", _("Inloggningslappen skapades")
    SLIP_REVOKED = "slip.revoked", _("Inloggningslappen drogs tillbaka")
    SECOND_FACTOR_ADDED = "second_factor.added", _("Ett andra steg i inloggningen lades till")
    SECOND_FACTOR_REMOVED = "second_factor.removed", _("Ett andra steg i inloggningen togs bort")
    SECOND_FACTOR_RESET = "second_factor.reset", _("Det andra steget i inloggningen nollställdes")
    IDENTITY_PROVIDER_CHANGED = (
        "identity_provider.changed",
        _("Inloggningen med organisationens konto ändrades"),
    )

    DIALOGUE_PLANNED = "dialogue.planned", _("Samtalet planerades")
    DIALOGUE_CHANGED = "dialogue.changed", _("Samtalets plan ändrades")
    DIALOGUE_BEGUN = "dialogue.begun", _("Samtalet började")
    DIALOGUE_ENDED = "dialogue.ended", _("Samtalet avslutades")
    DIALOGUE_REMOVED = "dialogue.removed", _("Samtalet togs bort")

    ACTION_ADDED = "action.added", _("Insatsen lades till")
    ACTION_CHANGED = "action.changed", _("Insatsen ändrades")
    ACTION_FOLLOWED_UP = "action.followed_up", _("Insatsen följdes upp")
    ACTION_REMOVED = "action.removed", _("Insatsen togs bort")
    NEED_ASKED = "need.asked", _("Ett behov skickades uppåt")
    NEED_ANSWERED = "need.answered", _("Ett behov besvarades")

    STEWARD_ADDED = "steward.added", _("Portalförvaltaren lades till")
    STEWARD_REMOVED = "steward.removed", _("Portalförvaltaren togs bort")
    CATALOGUE_EDITOR_ADDED = "catalogue.editor_added", _("Katalogredaktören lades till")
    CATALOGUE_EDITOR_REMOVED = "catalogue.editor_removed", _("Katalogredaktören togs bort")
    EDITION_CREATED = "edition.created", _("Utkastet till utgåva skapades")
    EDITION_IMPORTED = "edition.imported", _("Utkastet till utgåva lästes in från fil")
    EDITION_COPIED = "edition.copied", _("Utkastet till utgåva kopierades från en annan huvudman")
    EDITION_SUBMITTED = "edition.submitted", _("Utgåvan lämnades för granskning")
    EDITION_RETURNED = "edition.returned", _("Utgåvan lämnades tillbaka")
    EDITION_PUBLISHED = "edition.published", _("Utgåvan publicerades")
    EDITION_REMOVED = "edition.removed", _("Utkastet till utgåva togs bort")
    EDITION_OFFERED = "edition.offered", _("Utgåvan erbjöds andra huvudmän")
    EDITION_WITHDRAWN = "edition.withdrawn", _("Utgåvan erbjuds inte längre andra huvudmän")
    FIGURES_IMPORTED = "figures.imported", _("Statistiken lästes in")
    FIGURES_LINKED = "figures.linked", _("Statistiken kopplades till ett delmål")
    FIGURES_UNLINKED = "figures.unlinked", _("Statistiken kopplades bort från ett delmål")
    SUB_GOAL_LINKED = "sub_goal.linked", _("Framgångsfaktorn kopplades till ett delmål")
    SUB_GOAL_UNLINKED = "sub_goal.unlinked", _("Framgångsfaktorn kopplades bort från ett delmål")

    ROUND_CREATED = "round.created", _("Omgången skapades")
    ROUND_CHANGED = "round.changed", _("Omgången ändrades")
    ROUND_OPENED = "round.opened", _("Omgången öppnades")
    ROUND_EXTENDED = "round.extended", _("Omgången förlängdes")
    ROUND_CLOSED = "round.closed", _("Omgången stängdes")
    ROUND_REMOVED = "round.removed", _("Omgången togs bort")
    CYCLE_CHANGED = "cycle.changed", _("Årshjulets datum ändrades")
    ASSESSMENT_CLOSED = "assessment.closed", _("Enhetens självskattning stängdes")
    PARTICIPATION_ADDED = "participation.added", _("Deltagaren lades till")
    PARTICIPATION_REMOVED = "participation.removed", _("Deltagaren togs bort")
    JOINT_RATING_SAVED = "joint_rating.saved", _("Den gemensamma skattningen sparades")
    COMMENT_MASKED = "comment.masked", _("Namn i en kommentar togs bort")
    REPORT_FETCHED = "report.fetched", _("Rapporten hämtades")
    REPORTS_ORDERED = "report.all_ordered", _("Alla rapporter beställdes")
    REPORTS_CANCELLED = "report.all_cancelled", _("Beställningen av rapporter avbröts")
    REPORTS_FETCHED = "report.all_fetched", _("Alla rapporter hämtades")
    REPORT_EXPORTED = "report.exported", _("Rapportens siffror hämtades")
    REPORT_ORDERED = "report.ordered", _("Rapporten beställdes som PDF")
    ANALYSIS_DECIDED = "analysis.decided", _("Analysens beslut skrevs in")
    ANALYSIS_SHARED = "analysis.shared", _("Analysen delades")
    ANALYSIS_TAKEN_BACK = "analysis.taken_back", _("Analysen togs tillbaka")
    ANALYSIS_LOCKED = "analysis.locked", _("Analysen låstes")
    DIALOGUE_WRITTEN_UP = "dialogue.written_up", _("Ett samtal skrevs in i efterhand")
    DIALOGUE_OUTCOME_SAVED = "dialogue.outcome_saved", _("Samtalets utfall sparades")

    MAILING_PLANNED = "mailing.planned", _("Utskicket planerades")
    MAILING_SENT = "mailing.sent", _("Utskicket skickades")
    GREETING_CHANGED = "greeting.changed", _("Hälsningen i utskicken ändrades")

    RETENTION_CHANGED = "retention.changed", _("Gallringsbeslutet ändrades")
    RETENTION_CARRIED_OUT = "retention.carried_out", _("Gallringen genomfördes")
    AUDIT_EXPORTED = "audit.exported", _("Händelserna exporterades")
    ARCHIVE_ORDERED = "archive.ordered", _("Arkivet beställdes")
    ARCHIVE_FETCHED = "archive.fetched", _("Arkivet hämtades")
    DATA_DOWNLOADED = "data.downloaded", _("De egna uppgifterna hämtades")


def verbs() -> list[tuple[str, Any]]:
    """A function, so that a new verb asks for no migration."""
    return Verb.choices


# What the log can be narrowed to, and the subjects that count as it.
SUBJECTS: dict[str, tuple[Promise, tuple[str, ...]]] = {
    "people": (_("Personer och uppdrag"), ("person", "membership", "steward")),
    "units": (_("Enheter och huvudman"), ("unit", "organisation", "comparison")),
    "imports": (_("Inläsning från fil"), ("import",)),
    "doors": (
        _("Inbjudan och inloggning"),
        ("invitation", "slip", "second_factor", "identity_provider"),
    ),
    "catalogue": (
        _("Utgåvor, delmål och statistik"),
        ("catalogue", "edition", "sub_goal", "figures"),
    ),
    "dialogues": (_("Samtal"), ("dialogue",)),
    "development": (_("Utvecklingsarbete"), ("action", "need")),
    "rounds": (
        _("Omgångar och årshjul"),
        ("round", "cycle", "assessment", "participation", "joint_rating", "comment"),
    ),
    "reports": (_("Rapporter och analyser"), ("report", "analysis")),
    "mailings": (_("Utskick"), ("mailing", "greeting")),
    "data": (_("Gallring och utlämnade uppgifter"), ("retention", "audit", "data", "archive")),
}
