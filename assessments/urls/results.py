"""What rounds add up to: figures, texts and reports."""

from django.urls import path

from assessments.views import (
    comments,
    comparisons,
    goals,
    included,
    joint_ratings,
    masking,
    overview,
    report_orders,
    reports,
    results,
    trend,
)

urlpatterns = [
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
    path(
        "<slug:organisation>/omgangar/<int:pk>/gemensam/<int:position>/",
        joint_ratings.huvudman_joint_ratings,
        name="huvudman_joint_ratings",
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
    path(
        "<slug:organisation>/omgangar/<int:pk>/rapporter/",
        report_orders.report_orders,
        name="report_orders",
    ),
    path(
        "<slug:organisation>/omgangar/<int:pk>/rapporter/bestall/",
        report_orders.report_order_create,
        name="report_order_create",
    ),
    path(
        "<slug:organisation>/omgangar/<int:pk>/rapporter/avbryt/",
        report_orders.report_order_cancel,
        name="report_order_cancel",
    ),
    path(
        "<slug:organisation>/omgangar/<int:pk>/rapporter.zip",
        report_orders.reports_zip,
        name="reports_zip",
    ),
    path("<slug:organisation>/omgangar/<int:pk>/rapport/", reports.report, name="report"),
    path(
        "<slug:organisation>/omgangar/<int:pk>/rapport.pdf", reports.report_pdf, name="report_pdf"
    ),
    path(
        "<slug:organisation>/omgangar/<int:pk>/rapport/<int:version>.pdf",
        reports.report_version,
        name="report_version",
    ),
    path(
        "<slug:organisation>/omgangar/<int:pk>/rapport/ny-version/",
        reports.report_renew,
        name="report_renew",
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
        "<slug:organisation>/omgangar/<int:pk>/enheter/<slug:unit>/rapport/<int:version>.pdf",
        reports.unit_report_version,
        name="unit_report_version",
    ),
    path(
        "<slug:organisation>/omgangar/<int:pk>/enheter/<slug:unit>/rapport/ny-version/",
        reports.unit_report_renew,
        name="unit_report_renew",
    ),
]
