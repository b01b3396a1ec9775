from django.urls import path

from assessments.views import (
    answers,
    blank_forms,
    comments,
    comparisons,
    goals,
    included,
    joint_ratings,
    mailings,
    masking,
    my_data,
    nation,
    overview,
    participants,
    participations,
    placements,
    reminders,
    reports,
    results,
    retention,
    round_states,
    rounds,
    start,
    trend,
    units,
)

app_name = "assessments"
urlpatterns = [
    path("", start.start, name="start"),
    path("mina-uppgifter/", my_data.my_data, name="my_data"),
    path("mina-uppgifter/hamta/", my_data.my_data_download, name="my_data_download"),
    path("mina-uppgifter/reflektioner/", my_data.my_reflections, name="my_reflections"),
    path("huvudman/", nation.nation, name="nation"),
    path(
        "utgavor/<slug:edition>/<slug:factor>/blankett/",
        blank_forms.blank_form,
        name="blank_form",
    ),
    path(
        "<slug:organisation>/faktorer/<slug:edition>/<slug:factor>/blankett/",
        blank_forms.local_blank_form,
        name="local_blank_form",
    ),
    path("<slug:organisation>/", start.home, name="home"),
    path("<slug:organisation>/omgangar/", rounds.rounds, name="rounds"),
    path("<slug:organisation>/omgangar/ny/", rounds.round_create, name="round_create"),
    path("<slug:organisation>/omgangar/<int:pk>/", rounds.round, name="round"),
    path("<slug:organisation>/omgangar/<int:pk>/andra/", rounds.round_edit, name="round_edit"),
    path(
        "<slug:organisation>/omgangar/<int:pk>/oppna/",
        round_states.round_open,
        name="round_open",
    ),
    path(
        "<slug:organisation>/omgangar/<int:pk>/forlang/",
        round_states.round_extend,
        name="round_extend",
    ),
    path(
        "<slug:organisation>/omgangar/<int:pk>/stang/",
        round_states.round_close,
        name="round_close",
    ),
    path(
        "<slug:organisation>/omgangar/<int:pk>/ta-bort/",
        round_states.round_delete,
        name="round_delete",
    ),
    path(
        "<slug:organisation>/omgangar/<int:pk>/enheter/<slug:unit>/stang/",
        round_states.unit_close,
        name="unit_close",
    ),
    path(
        "<slug:organisation>/omgangar/<int:pk>/deltagare/",
        participants.participants,
        name="participants",
    ),
    path(
        "<slug:organisation>/omgangar/<int:pk>/enheter/<slug:unit>/deltagare/",
        participants.unit_participants,
        name="unit_participants",
    ),
    path(
        "<slug:organisation>/omgangar/<int:pk>/deltagare/<int:assessment>/lagg-till/",
        participants.participant_add,
        name="participant_add",
    ),
    path(
        "<slug:organisation>/omgangar/<int:pk>/deltagare/<int:participation>/ta-bort/",
        participants.participant_remove,
        name="participant_remove",
    ),
    path(
        "<slug:organisation>/omgangar/<int:pk>/ihop/",
        placements.placements,
        name="placements",
    ),
    path(
        "<slug:organisation>/omgangar/<int:pk>/ihop/<slug:unit>/ta-isar/",
        placements.placement_remove,
        name="placement_remove",
    ),
    path("<slug:organisation>/omgangar/<int:pk>/utskick/", mailings.mailings, name="mailings"),
    path(
        "<slug:organisation>/omgangar/<int:pk>/utskick/paminnelse/",
        mailings.reminder_plan,
        name="reminder_plan",
    ),
    path(
        "<slug:organisation>/omgangar/<int:pk>/utskick/<int:mailing>/ta-bort/",
        mailings.reminder_remove,
        name="reminder_remove",
    ),
    path("<slug:organisation>/omgangar/<int:pk>/paminn/", reminders.remind, name="remind"),
    path(
        "<slug:organisation>/omgangar/<int:pk>/enheter/<slug:unit>/paminn/",
        reminders.unit_remind,
        name="unit_remind",
    ),
    path("<slug:organisation>/resultat/", start.latest_results, name="latest_results"),
    path("<slug:organisation>/omgangar/<int:pk>/resultat/", overview.results, name="results"),
    path(
        "<slug:organisation>/omgangar/<int:pk>/resultat/ingar/",
        included.results_included,
        name="results_included",
    ),
    path("<slug:organisation>/jamforelse/", comparisons.comparison, name="comparison"),
    path(
        "<slug:organisation>/jamforelse/delta/",
        comparisons.comparison_join,
        name="comparison_join",
    ),
    path(
        "<slug:organisation>/jamforelse/lamna/",
        comparisons.comparison_leave,
        name="comparison_leave",
    ),
    path(
        "<slug:organisation>/omgangar/<int:pk>/resultat/<int:position>/",
        overview.results_factor,
        name="results_factor",
    ),
    path("<slug:organisation>/omgangar/<int:pk>/utveckling/", trend.trend, name="trend"),
    path(
        "<slug:organisation>/omgangar/<int:pk>/enheter/<slug:unit>/utveckling/",
        trend.unit_trend,
        name="unit_trend",
    ),
    path(
        "<slug:organisation>/omgangar/<int:pk>/enheter/<slug:unit>/",
        results.unit_results,
        name="unit_results",
    ),
    path(
        "<slug:organisation>/omgangar/<int:pk>/enheter/<slug:unit>/<int:position>/",
        results.unit_results_factor,
        name="unit_results_factor",
    ),
    path("<slug:organisation>/omgangar/<int:pk>/mal/", goals.results_goals, name="results_goals"),
    path(
        "<slug:organisation>/omgangar/<int:pk>/enheter/<slug:unit>/mal/",
        goals.unit_goals,
        name="unit_goals",
    ),
    path(
        "<slug:organisation>/omgangar/<int:pk>/enheter/<slug:unit>/gemensam/<int:position>/",
        joint_ratings.joint_ratings,
        name="joint_ratings",
    ),
    path("<slug:organisation>/omgangar/<int:pk>/kommentarer/", comments.comments, name="comments"),
    path(
        "<slug:organisation>/omgangar/<int:pk>/kommentarer/<int:comment>/maskera/",
        masking.comment_mask,
        name="comment_mask",
    ),
    path(
        "<slug:organisation>/omgangar/<int:pk>/enheter/<slug:unit>/kommentarer/",
        comments.unit_comments,
        name="unit_comments",
    ),
    path(
        "<slug:organisation>/omgangar/<int:pk>/enheter/<slug:unit>/kommentarer/"
        "<int:comment>/maskera/",
        masking.unit_comment_mask,
        name="unit_comment_mask",
    ),
    path("<slug:organisation>/omgangar/<int:pk>/rapport/", reports.report, name="report"),
    path(
        "<slug:organisation>/omgangar/<int:pk>/rapport.pdf", reports.report_pdf, name="report_pdf"
    ),
    path(
        "<slug:organisation>/omgangar/<int:pk>/enheter/<slug:unit>/rapport/",
        reports.unit_report,
        name="unit_report",
    ),
    path(
        "<slug:organisation>/omgangar/<int:pk>/enheter/<slug:unit>/rapport.pdf",
        reports.unit_report_pdf,
        name="unit_report_pdf",
    ),
    path(
        "<slug:organisation>/enheter/<slug:unit>/lagg-ned/",
        units.unit_discontinue,
        name="unit_discontinue",
    ),
    path("<slug:organisation>/enheter/<slug:unit>/ga-upp/", units.unit_merge, name="unit_merge"),
    path("<slug:organisation>/gallring/", retention.retention, name="retention"),
    path(
        "<slug:organisation>/gallring/nu/",
        retention.retention_carry_out,
        name="retention_carry_out",
    ),
    path("<slug:organisation>/gallring/<int:pk>/", retention.removal, name="removal"),
    path(
        "<slug:organisation>/personer/<int:pk>/ta-bort/",
        retention.person_forget,
        name="person_forget",
    ),
    path("<slug:organisation>/svar/<int:pk>/", participations.participation, name="participation"),
    path("<slug:organisation>/svar/<int:pk>/faktor/<int:number>/", answers.answers, name="answers"),
    path("<slug:organisation>/svar/<int:pk>/spara/", answers.save, name="save"),
    path("<slug:organisation>/svar/<int:pk>/granska/", participations.review, name="review"),
    path("<slug:organisation>/svar/<int:pk>/lamna-in/", participations.hand_in, name="hand_in"),
    path("<slug:organisation>/svar/<int:pk>/hamta/", participations.download, name="download"),
    path(
        "<slug:organisation>/svar/<int:pk>/ta-tillbaka/", participations.withdraw, name="withdraw"
    ),
    path("<slug:organisation>/svar/<int:pk>/glom/", participations.forget, name="forget"),
]
