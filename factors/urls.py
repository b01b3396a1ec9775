from django.urls import include, path

from factors.views import (
    draft_factors,
    draft_goals,
    edition_files,
    editions,
    factors,
    figures,
    goal_figures,
    goals,
    lineage,
    offered_editions,
    pasting,
    printing,
    prompts,
    published,
    publishing,
    reviews,
    searching,
    sources,
    sub_goals,
)

# The pages of those who keep a catalogue: the same for the nation's and an organisation's.
KEPT = [
    path("", editions.editions, name="editions"),
    path("ny/", editions.draft_create, name="draft_create"),
    path("handelser/", reviews.editions_log, name="editions_log"),
    path("fil/", edition_files.edition_import, name="edition_import"),
    path("fil/mall.xlsx", edition_files.edition_template, name="edition_template"),
    path("<slug:edition>/", editions.edition, name="edition"),
    path("<slug:edition>/mal/", draft_goals.draft_goals, name="draft_goals"),
    path(
        "<slug:edition>/faktorer/ny/", draft_factors.draft_factor_create, name="draft_factor_create"
    ),
    path("<slug:edition>/faktorer/<slug:factor>/", draft_factors.draft_factor, name="draft_factor"),
    path(
        "<slug:edition>/faktorer/<slug:factor>/tabell/",
        draft_factors.draft_levels,
        name="draft_levels",
    ),
    path(
        "<slug:edition>/faktorer/<slug:factor>/tabell/klistra-in/",
        pasting.draft_levels_paste,
        name="draft_levels_paste",
    ),
    path(
        "<slug:edition>/faktorer/<slug:factor>/flytta/",
        draft_factors.draft_factor_move,
        name="draft_factor_move",
    ),
    path(
        "<slug:edition>/faktorer/<slug:factor>/ta-bort/",
        draft_factors.draft_factor_remove,
        name="draft_factor_remove",
    ),
    path("<slug:edition>/ta-bort/", editions.draft_remove, name="draft_remove"),
    path("<slug:edition>/uppgifter/", editions.draft_texts, name="draft_texts"),
    path("<slug:edition>/kallor/", sources.draft_sources, name="draft_sources"),
    path("<slug:edition>/kallor/ny/", sources.draft_source_create, name="draft_source_create"),
    path("<slug:edition>/kallor/<int:pk>/", sources.draft_source, name="draft_source"),
    path(
        "<slug:edition>/kallor/<int:pk>/ta-bort/",
        sources.draft_source_remove,
        name="draft_source_remove",
    ),
    path("<slug:edition>/fragor/", prompts.draft_prompts, name="draft_prompts"),
    path("<slug:edition>/fragor/ny/", prompts.draft_prompt_create, name="draft_prompt_create"),
    path("<slug:edition>/fragor/<int:pk>/", prompts.draft_prompt, name="draft_prompt"),
    path(
        "<slug:edition>/fragor/<int:pk>/flytta/",
        prompts.draft_prompt_move,
        name="draft_prompt_move",
    ),
    path(
        "<slug:edition>/fragor/<int:pk>/ta-bort/",
        prompts.draft_prompt_remove,
        name="draft_prompt_remove",
    ),
    path("<slug:edition>/granskning/", reviews.edition_review, name="edition_review"),
    path("<slug:edition>/foljer/", lineage.draft_lineage, name="draft_lineage"),
    path("<slug:edition>/lamna/", publishing.edition_submit, name="edition_submit"),
    path("<slug:edition>/lamna-tillbaka/", publishing.edition_return, name="edition_return"),
    path("<slug:edition>/publicera/", publishing.edition_publish, name="edition_publish"),
    path("<slug:edition>/ratta/", publishing.edition_mend, name="edition_mend"),
    path("<slug:edition>/utgava.json", edition_files.edition_json, name="edition_json"),
    path("<slug:edition>/utgava.xlsx", edition_files.edition_xlsx, name="edition_xlsx"),
]

# What organisations offer each other.
OFFERED = [
    path("erbjudna/", offered_editions.editions_offered, name="editions_offered"),
    path("erbjudna/<int:pk>/", offered_editions.edition_offered, name="edition_offered"),
    path("erbjudna/<int:pk>/kopiera/", offered_editions.edition_copy, name="edition_copy"),
    path("<slug:edition>/erbjud/", offered_editions.edition_offer, name="edition_offer"),
    path(
        "<slug:edition>/sluta-erbjuda/",
        offered_editions.edition_withdraw,
        name="edition_withdraw",
    ),
]

app_name = "factors"
urlpatterns = [
    path("faktorer/", factors.factors, name="factors"),
    path("faktorer/sok/", searching.factors_search, name="factors_search"),
    path("faktorer/<slug:slug>/", factors.factor, name="factor"),
    path("mal/", goals.goals, name="goals"),
    path("utgavor/", published.published, name="published"),
    path("utgavor/<slug:edition>/", published.published_factors, name="published_factors"),
    path("utgavor/<slug:edition>/mal/", published.published_goals, name="published_goals"),
    path(
        "utgavor/<slug:edition>/<slug:factor>/",
        published.published_factor,
        name="published_factor",
    ),
    path(
        "utgavor/<slug:edition>/<slug:factor>/utskrift/",
        printing.published_print,
        name="published_print",
    ),
    path("katalog/", include(KEPT)),
    path("<slug:organisation>/katalog/", include([*OFFERED, *KEPT])),
    path(
        "katalog/<slug:edition>/mal/klistra-in/",
        pasting.draft_goals_paste,
        name="draft_goals_paste",
    ),
    path("<slug:organisation>/faktorer/", factors.local_factors, name="local_factors"),
    path("<slug:organisation>/faktorer/sok/", searching.local_search, name="local_search"),
    path(
        "<slug:organisation>/faktorer/<slug:factor>/", factors.local_national, name="local_national"
    ),
    path(
        "<slug:organisation>/faktorer/<slug:factor>/delmal/",
        sub_goals.local_sub_goals,
        name="local_sub_goals",
    ),
    path(
        "<slug:organisation>/faktorer/<slug:edition>/<slug:factor>/delmal/",
        sub_goals.local_sub_goals,
        name="local_sub_goals",
    ),
    path(
        "<slug:organisation>/faktorer/<slug:edition>/<slug:factor>/",
        factors.local_factor,
        name="local_factor",
    ),
    path(
        "<slug:organisation>/faktorer/<slug:edition>/<slug:factor>/utskrift/",
        printing.local_print,
        name="local_print",
    ),
    path("<slug:organisation>/mal/", goal_figures.local_goals, name="local_goals"),
    path("<slug:organisation>/siffror/", figures.figures, name="figures"),
    path("<slug:organisation>/siffror/fil/", figures.figures_import, name="figures_import"),
    path("<slug:organisation>/siffror/hamta/", figures.figures_fetch, name="figures_fetch"),
    path("<slug:organisation>/siffror/koppla/", goal_figures.figures_links, name="figures_links"),
    path(
        "<slug:organisation>/siffror/koppla/<int:pk>/ta-bort/",
        goal_figures.figures_unlink,
        name="figures_unlink",
    ),
    path("<slug:organisation>/siffror/<int:pk>/", figures.figures_preview, name="figures_preview"),
    path(
        "<slug:organisation>/siffror/<int:pk>/avbryt/",
        figures.figures_cancel,
        name="figures_cancel",
    ),
]
