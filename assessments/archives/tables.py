"""What belongs to an organisation, table by table: what its archive carries, and what it leaves.

Each table stands after those that it points to. So they are written in this order, and removed in
the opposite one.
"""

from django.db.models import Q

from assessments.archives.table import ALL, Left, Table

# What the huvudman level reads of a unit only in its report, if there.
OF_A_UNIT = Q(unit__isnull=False)
ROUND = "round__organisation"
EDITION = "edition__organisation"
DIALOGUE = "dialogue__round__organisation"
ANALYSIS = "analysis__round__organisation"
UNSHARED = OF_A_UNIT & Q(shared_on=None)
# Whom the rows of the others point to, also those who work elsewhere, by name alone.
PEOPLE = Table(
    "people",
    "personer",
    "portal.User",
    "memberships__organisation",
    without=("password", "last_login", "is_catalogue_editor", "is_steward"),
)

TABLES = (
    Table("organisations", "huvudman", "portal.Organisation", "pk", without=("compares_since",)),
    Table("units", "enheter", "portal.Unit", "organisation", later=("merged_into",)),
    Table("teams", "arbetslag", "portal.Team", "unit__organisation"),
    Table("memberships", "uppdrag", "portal.Membership", "organisation"),
    Table("retentions", "gallringsbeslut", "portal.Retention", "organisation"),
    Table("removals", "gallringar", "portal.Removal", "organisation"),
    Table("removed", "rader på gallringskvitton", "portal.Removed", "removal__organisation"),
    Table("events", "händelser", "portal.AuditEvent", "organisation"),
    Table("editions", "egna utgåvor", "factors.Edition", "organisation", later=("base",)),
    Table("sources", "utgåvornas källor", "factors.Source", EDITION),
    Table("national_goals", "utgåvornas målsättningar", "factors.NationalGoal", EDITION),
    Table("sub_goals", "utgåvornas delmål", "factors.SubGoal", EDITION, later=("follows",)),
    Table("factors", "utgåvornas framgångsfaktorer", "factors.Factor", EDITION),
    Table(
        "statements",
        "utgåvornas påståenden",
        "factors.Statement",
        f"factor__{EDITION}",
        later=("follows",),
    ),
    Table("prompts", "utgåvornas frågor till samtal", "factors.Prompt", EDITION),
    Table(
        "figure_readings",
        "inläsningar av statistik",
        "factors.FigureReading",
        "organisation",
        only=Q(is_written=True),
        without=("content",),
    ),
    Table("figures", "officiella siffror", "factors.Figure", "unit__organisation"),
    Table("figure_links", "siffror som visas vid delmål", "factors.FigureLink", "organisation"),
    Table("sub_goal_links", "delmål som faktorer berör", "factors.SubGoalLink", "organisation"),
    Table("rounds", "omgångar", "assessments.Round", "organisation"),
    Table("round_factors", "faktorer i omgångar", "assessments.RoundFactor", ROUND),
    Table("blocks", "block", "assessments.Block", ROUND),
    Table("assessments", "självskattningar", "assessments.Assessment", ROUND),
    Table("tallies", "räkningar", "assessments.Tally", f"block__{ROUND}"),
    Table("comments", "kommentarer utan avsändare", "assessments.Comment", f"block__{ROUND}"),
    Table(
        "responses",
        "svar på rollnivåerna",
        "assessments.Response",
        f"assessment__{ROUND}",
        sealed=ALL,
    ),
    Table("participations", "deltaganden", "assessments.Participation", f"assessment__{ROUND}"),
    Table(
        "ratings",
        "skattningar på rollnivåerna",
        "assessments.Rating",
        f"response__assessment__{ROUND}",
        sealed=ALL,
    ),
    Table(
        "remarks",
        "kommentarer på rollnivåerna",
        "assessments.Remark",
        f"response__assessment__{ROUND}",
        sealed=ALL,
    ),
    Table(
        "reflections",
        "egna reflektioner",
        "assessments.Reflection",
        f"participation__assessment__{ROUND}",
        sealed=ALL,
    ),
    Table("joint_ratings", "gemensamma skattningar", "assessments.JointRating", ROUND),
    Table("mailings", "utskick", "assessments.Mailing", ROUND),
    Table("cycle_phases", "delar av årshjulet", "assessments.CyclePhase", "organisation"),
    Table(
        "dialogues", "samtal", "assessments.Dialogue", ROUND, sealed=OF_A_UNIT, without=("code",)
    ),
    Table(
        "dialogue_rows", "rader som samtal gäller", "assessments.DialogueRow", DIALOGUE, sealed=ALL
    ),
    Table("dialogue_tables", "bord", "assessments.DialogueTable", DIALOGUE, sealed=ALL),
    Table(
        "table_ratings",
        "bordens skattningar",
        "assessments.TableRating",
        f"table__{DIALOGUE}",
        sealed=ALL,
    ),
    Table("check_outs", "utcheckningar", "assessments.CheckOut", DIALOGUE, sealed=ALL),
    Table(
        "check_out_ratings",
        "utcheckningarnas skattningar",
        "assessments.CheckOutRating",
        DIALOGUE,
        sealed=ALL,
    ),
    Table("actions", "utvecklingsinsatser", "assessments.Action", "organisation"),
    Table(
        "action_rows", "rader som insatser gäller", "assessments.ActionRow", "action__organisation"
    ),
    Table("follow_ups", "uppföljningar", "assessments.FollowUp", "action__organisation"),
    Table("needs", "behov", "assessments.Need", "action__organisation"),
    Table(
        "analyses", "analyser", "assessments.Analysis", ROUND, sealed=UNSHARED, later=("locked_on",)
    ),
    Table(
        "passages",
        "avsnitt i analyser",
        "assessments.Passage",
        ANALYSIS,
        sealed=Q(analysis__unit__isnull=False, analysis__shared_on=None),
    ),
    Table(
        "passage_versions",
        "versioner av avsnitt",
        "assessments.PassageVersion",
        f"passage__{ANALYSIS}",
        sealed=Q(passage__analysis__unit__isnull=False),
    ),
    Table(
        "findings",
        "iakttagelser",
        "assessments.Finding",
        ANALYSIS,
        sealed=Q(analysis__unit__isnull=False),
    ),
    Table(
        "quality_reports",
        "kvalitetsrapporter",
        "assessments.QualityReport",
        ROUND,
        without=("file", "built_from"),
        more=("file", "is_up_to_date"),
    ),
)

LEFT = (
    Left(
        "portal.IdentityProvider",
        "inloggningar med eget konto",
        "organisation",
        "its secret is shared with this portal alone",
    ),
    Left(
        "portal.SignInDomain", "domäner", "provider__organisation", "set up anew with the provider"
    ),
    Left(
        "portal.Identity", "identiteter", "provider__organisation", "made anew at the first sign-in"
    ),
    Left("portal.Invitation", "inbjudningar", "organisation", "its link leads here"),
    Left("portal.Slip", "inloggningslappar", "organisation", "its code is of use here alone"),
    Left(
        "portal.Letter",
        "brev",
        "organisation",
        "mail from this portal; blind ones tell who is silent",
    ),
    Left("portal.Import", "inläsningar av filer", "organisation", "gone within the hour"),
    Left(
        "assessments.ReportOrder",
        "beställningar av rapporter",
        ROUND,
        "work of this portal, what came of it is carried",
    ),
    Left("assessments.OrderedReport", "beställda rapporter", f"order__{ROUND}", "the same"),
    Left(
        "assessments.Seat",
        "telefoner vid samtal",
        f"table__{DIALOGUE}",
        "a phone's, gone the day after",
    ),
    Left(
        "assessments.SeatReflection",
        "telefonernas reflektioner",
        f"seat__table__{DIALOGUE}",
        "the phone's own",
    ),
    Left("assessments.Archive", "beställda arkiv", "organisation", "an archive of archives"),
)
