"""Who gets what at every address: one line an address and verb, one column a role.

200 is the page, 302 leads on (to sign in, for somebody signed out), 401 asks to sign in, 403 may
not do it, 404 may not know that it exists, 405 is the wrong verb, 422 and 400 say what is wrong
in the form, which is sent empty.

From these lines the tests ask every address in every verb by every role, by htmx too, with what is
another organisation's and with what is nothing's. So one line is all that a new address needs.
"""

from typing import NamedTuple

ROLES = ("nobody", "outsider", "teacher", "rektor", "other_rektor", "huvudman", "admin")
# Who gets the same as a column: a second rektor, and those who have left.
ALSO = {
    "deputy": "rektor",
    "former_teacher": "outsider",
    "former_admin": "outsider",
    "editor": "outsider",
}

HERE = {"organisation": "ekby"}
AT_BJORK = HERE | {"unit": "bjorkskolan"}
AT_TALL = HERE | {"unit": "tallens-forskola"}
AT_OLD = HERE | {"unit": "gamla-skolan"}
DRAFT = HERE | {"pk": "draft"}
OPEN = HERE | {"pk": "open"}
CLOSED = HERE | {"pk": "closed"}
OPEN_AT_BJORK = AT_BJORK | {"pk": "open"}
CLOSED_AT_BJORK = AT_BJORK | {"pk": "closed"}
CLOSED_AT_LILL = CLOSED | {"unit": "lillskolan"}
ANSWERS = HERE | {"pk": "answers"}
IMPORT = HERE | {"pk": "import"}
OLD_ANSWERS = HERE | {"pk": "old_answers"}
FIRST = {"position": 1}
# Drafts of editions: the nation's next one, and the organisation's own.
UPCOMING = {"edition": "kommande"}
PUBLISHED = {"edition": "prov-2026"}
OLD_FACTOR = PUBLISHED | {"factor": "ansvar"}
OURS = HERE | {"edition": "kommande"}
NEXT_FACTOR = UPCOMING | {"factor": "nasta"}
OUR_FACTOR = OURS | {"factor": "nasta"}
UPCOMING_SOURCE, OUR_SOURCE = UPCOMING | {"pk": "source"}, OURS | {"pk": "our_source"}
UPCOMING_PROMPT, OUR_PROMPT = UPCOMING | {"pk": "prompt"}, OURS | {"pk": "our_prompt"}
LOCAL = HERE | {"edition": "lokal"}
OFFERED = HERE | {"pk": "offered"}
PERSON = HERE | {"pk": "person"}
MEMBERSHIP = PERSON | {"membership": "membership"}
NO_SAML = {"organization_slug": "saknas"}


class Line(NamedTuple):
    """`editor` keeps the national catalogue and works nowhere: as an outsider, if not told."""

    name: str
    verb: str
    arguments: dict[str, object]
    expected: str
    editor: str = ""


# fmt: off
LINES = [
    # name, verb, where                                  nobody out. tea. rek. oth. huv. adm.
    Line("account_login", "GET", {},                        "200 302 302 302 302 302 302"),
    Line("account_login", "POST", {},                       "200 302 302 302 302 302 302"),
    Line("account_request_login_code", "GET", {},           "200 302 302 302 302 302 302"),
    Line("account_confirm_login_code", "GET", {},           "302 302 302 302 302 302 302"),
    Line("account_confirm_login_code", "POST", {},          "302 302 302 302 302 302 302"),
    Line("account_signup", "GET", {},                       "200 200 200 200 200 200 200"),
    Line("account_logout", "GET", {},                       "302 200 200 200 200 200 200"),
    Line("account_logout", "POST", {},                      "302 302 302 302 302 302 302"),
    Line("session_continue", "GET", {},                     "401 200 200 200 200 200 200"),
    Line("session_continue", "POST", {},                    "401 200 200 200 200 200 200"),
    Line("sign_out_everywhere", "GET", {},                  "302 200 200 200 200 200 200"),
    Line("sign_out_everywhere", "POST", {},                 "302 302 302 302 302 302 302"),
    Line("demo_sign_in", "GET", {},                         "405 405 405 405 405 405 405"),
    Line("demo_sign_in", "POST", {},                        "404 404 404 404 404 404 404"),

    Line("mfa_login_webauthn", "GET", {},                   "302 302 302 302 302 302 302"),
    Line("mfa_login_webauthn", "POST", {},                  "302 302 302 302 302 302 302"),
    Line("mfa_index", "GET", {},                            "302 200 200 200 200 200 200"),
    Line("second_factor_done", "GET", {},                   "302 302 302 302 302 302 302"),
    Line("mfa_authenticate", "GET", {},                     "302 302 302 302 302 302 302"),
    Line("mfa_authenticate", "POST", {},                    "302 302 302 302 302 302 302"),
    Line("mfa_reauthenticate", "GET", {},                   "302 403 403 403 403 403 403"),
    Line("mfa_reauthenticate", "POST", {},                  "302 403 403 403 403 403 403"),
    Line("mfa_reauthenticate_webauthn", "GET", {},          "302 403 403 403 403 403 403"),
    Line("mfa_reauthenticate_webauthn", "POST", {},         "302 403 403 403 403 403 403"),
    Line("mfa_activate_totp", "GET", {},                    "302 200 200 200 200 200 200"),
    Line("mfa_activate_totp", "POST", {},                   "302 200 200 200 200 200 200"),
    Line("mfa_deactivate_totp", "GET", {},                  "302 404 404 404 404 404 404"),
    Line("mfa_deactivate_totp", "POST", {},                 "302 404 404 404 404 404 404"),
    Line("mfa_add_webauthn", "GET", {},                     "302 200 200 200 200 200 200"),
    Line("mfa_add_webauthn", "POST", {},                    "302 200 200 200 200 200 200"),
    Line("mfa_remove_webauthn", "GET", {"pk": 1},           "302 404 404 404 404 404 404"),
    Line("mfa_remove_webauthn", "POST", {"pk": 1},          "302 404 404 404 404 404 404"),
    Line("mfa_view_recovery_codes", "GET", {},              "302 404 404 404 404 404 404"),
    Line("mfa_generate_recovery_codes", "GET", {},          "302 200 200 200 200 200 200"),
    Line("mfa_generate_recovery_codes", "POST", {},         "302 200 200 200 200 200 200"),
    Line("slip_sign_in", "GET", {},                         "200 302 302 302 302 302 302"),
    Line("slip_sign_in", "POST", {},                        "422 302 302 302 302 302 302"),
    Line("single_sign_on", "GET", {"key": "saknas"},        "404 404 404 404 404 404 404"),
    Line("openid_connect_callback", "GET",
         {"provider_id": "saknas"},                         "404 404 404 404 404 404 404"),
    Line("saml_metadata", "GET", NO_SAML,                   "404 404 404 404 404 404 404"),
    Line("saml_acs", "POST", NO_SAML,                       "404 404 404 404 404 404 404"),
    Line("saml_finish_acs", "GET", NO_SAML,                 "404 404 404 404 404 404 404"),
    Line("saml_sls", "GET", NO_SAML,                        "302 200 200 200 200 200 200"),
    Line("saml_sls", "POST", NO_SAML,                       "302 302 302 302 302 302 302"),
    Line("portal:identity_providers", "GET", HERE,          "302 404 403 403 403 403 200"),
    Line("portal:second_factor_reset", "GET",
         HERE | {"pk": "person"},                           "302 404 403 403 403 403 200"),
    Line("portal:second_factor_reset", "POST",
         HERE | {"pk": "person"},                           "302 404 403 403 403 403 302"),
    Line("portal:unit_slips", "GET", AT_BJORK,              "302 404 403 403 403 403 200"),
    Line("portal:unit_slips", "POST", AT_BJORK,             "302 404 403 403 403 403 422"),
    Line("portal:slip_make", "GET",
         HERE | {"pk": "person"},                           "302 404 403 403 403 403 200"),
    Line("portal:slip_make", "POST",
         HERE | {"pk": "person"},                           "302 404 403 403 403 403 200"),
    Line("portal:slip_revoke", "POST",
         HERE | {"pk": "person"},                           "302 404 403 403 403 403 302"),

    Line("portal:person_sign_out", "GET",
         HERE | {"pk": "person"},                           "302 404 403 403 403 403 200"),
    Line("portal:person_sign_out", "POST",
         HERE | {"pk": "person"},                           "302 404 403 403 403 403 302"),

    Line("portal:audit", "GET", HERE,                       "302 404 403 403 403 403 200"),
    Line("portal:audit_csv", "GET", HERE,                   "302 404 403 403 403 403 200"),
    Line("portal:audit_xlsx", "GET", HERE,                  "302 404 403 403 403 403 200"),

    Line("factors:goals", "GET", {},                        "200 200 200 200 200 200 200"),
    Line("factors:factors", "GET", {},                      "200 200 200 200 200 200 200"),
    Line("factors:published", "GET", {},                    "200 200 200 200 200 200 200"),
    Line("factors:published_factors", "GET", PUBLISHED,     "200 200 200 200 200 200 200"),
    Line("factors:published_goals", "GET", PUBLISHED,       "200 200 200 200 200 200 200"),
    Line("factors:published_factor", "GET", OLD_FACTOR,     "200 200 200 200 200 200 200"),
    Line("factors:factor", "GET", {"slug": "ansvar"},       "200 200 200 200 200 200 200"),
    Line("factors:editions", "GET", {},                     "302 404 404 404 404 404 404", "200"),
    Line("factors:editions", "GET", HERE,                   "302 404 403 403 403 403 200"),
    Line("factors:draft_create", "GET", {},                 "302 404 404 404 404 404 404", "200"),
    Line("factors:draft_create", "POST", {},                "302 404 404 404 404 404 404", "422"),
    Line("factors:draft_create", "GET", HERE,               "302 404 403 403 403 403 200"),
    Line("factors:draft_create", "POST", HERE,              "302 404 403 403 403 403 422"),
    Line("factors:edition", "GET", UPCOMING,                "302 404 404 404 404 404 404", "200"),
    Line("factors:edition", "GET", OURS,                    "302 404 403 403 403 403 200"),
    Line("factors:draft_factor_create", "GET", UPCOMING, "302 404 404 404 404 404 404", "200"),
    Line("factors:draft_factor_create", "GET", OURS, "302 404 403 403 403 403 200"),
    Line("factors:draft_factor_create", "POST", UPCOMING, "302 404 404 404 404 404 404", "422"),
    Line("factors:draft_factor_create", "POST", OURS, "302 404 403 403 403 403 422"),
    Line("factors:draft_factor", "GET", NEXT_FACTOR, "302 404 404 404 404 404 404", "200"),
    Line("factors:draft_factor", "GET", OUR_FACTOR, "302 404 403 403 403 403 200"),
    Line("factors:draft_factor", "POST", NEXT_FACTOR, "302 404 404 404 404 404 404", "422"),
    Line("factors:draft_factor", "POST", OUR_FACTOR, "302 404 403 403 403 403 422"),
    Line("factors:draft_levels", "GET", NEXT_FACTOR, "302 404 404 404 404 404 404", "200"),
    Line("factors:draft_levels", "GET", OUR_FACTOR, "302 404 403 403 403 403 200"),
    Line("factors:draft_levels", "POST", NEXT_FACTOR, "302 404 404 404 404 404 404", "422"),
    Line("factors:draft_levels", "POST", OUR_FACTOR, "302 404 403 403 403 403 422"),
    Line("factors:draft_factor_move", "POST", NEXT_FACTOR, "302 404 404 404 404 404 404", "302"),
    Line("factors:draft_factor_move", "POST", OUR_FACTOR, "302 404 403 403 403 403 302"),
    Line("factors:draft_factor_remove", "GET", NEXT_FACTOR, "302 404 404 404 404 404 404", "200"),
    Line("factors:draft_factor_remove", "GET", OUR_FACTOR, "302 404 403 403 403 403 200"),
    Line("factors:draft_factor_remove", "POST", NEXT_FACTOR, "302 404 404 404 404 404 404", "302"),
    Line("factors:draft_factor_remove", "POST", OUR_FACTOR, "302 404 403 403 403 403 302"),
    Line("factors:draft_goals", "GET", UPCOMING, "302 404 404 404 404 404 404", "200"),
    Line("factors:draft_goals", "POST", UPCOMING, "302 404 404 404 404 404 404", "302"),
    Line("factors:draft_goals", "GET", OURS, "302 404 403 403 403 403 404"),
    Line("factors:draft_goals", "POST", OURS, "302 404 403 403 403 403 404"),
    Line("factors:draft_remove", "GET", UPCOMING,           "302 404 404 404 404 404 404", "200"),
    Line("factors:draft_remove", "GET", OURS,               "302 404 403 403 403 403 200"),
    Line("factors:draft_remove", "POST", UPCOMING,          "302 404 404 404 404 404 404", "302"),
    Line("factors:draft_remove", "POST", OURS,              "302 404 403 403 403 403 302"),
    Line("factors:draft_texts", "GET", UPCOMING,            "302 404 404 404 404 404 404", "200"),
    Line("factors:draft_texts", "GET", OURS,                "302 404 403 403 403 403 200"),
    Line("factors:draft_texts", "POST", UPCOMING,           "302 404 404 404 404 404 404", "422"),
    Line("factors:draft_texts", "POST", OURS,               "302 404 403 403 403 403 422"),
    Line("factors:draft_sources", "GET", UPCOMING,          "302 404 404 404 404 404 404", "200"),
    Line("factors:draft_sources", "GET", OURS,              "302 404 403 403 403 403 200"),
    Line("factors:draft_source_create", "GET", UPCOMING,    "302 404 404 404 404 404 404", "200"),
    Line("factors:draft_source_create", "GET", OURS,        "302 404 403 403 403 403 200"),
    Line("factors:draft_source_create", "POST", UPCOMING,   "302 404 404 404 404 404 404", "422"),
    Line("factors:draft_source_create", "POST", OURS,       "302 404 403 403 403 403 422"),
    Line("factors:draft_source", "GET", UPCOMING_SOURCE,    "302 404 404 404 404 404 404", "200"),
    Line("factors:draft_source", "GET", OUR_SOURCE,         "302 404 403 403 403 403 200"),
    Line("factors:draft_source", "POST", UPCOMING_SOURCE,   "302 404 404 404 404 404 404", "422"),
    Line("factors:draft_source", "POST", OUR_SOURCE,        "302 404 403 403 403 403 422"),
    Line("factors:draft_source_remove", "POST",
         UPCOMING_SOURCE,                                   "302 404 404 404 404 404 404", "302"),
    Line("factors:draft_source_remove", "POST", OUR_SOURCE, "302 404 403 403 403 403 302"),
    Line("factors:draft_prompts", "GET", UPCOMING,          "302 404 404 404 404 404 404", "200"),
    Line("factors:draft_prompts", "GET", OURS,              "302 404 403 403 403 403 200"),
    Line("factors:draft_prompt_create", "GET", UPCOMING,    "302 404 404 404 404 404 404", "200"),
    Line("factors:draft_prompt_create", "GET", OURS,        "302 404 403 403 403 403 200"),
    Line("factors:draft_prompt_create", "POST", UPCOMING,   "302 404 404 404 404 404 404", "422"),
    Line("factors:draft_prompt_create", "POST", OURS,       "302 404 403 403 403 403 422"),
    Line("factors:draft_prompt", "GET", UPCOMING_PROMPT,    "302 404 404 404 404 404 404", "200"),
    Line("factors:draft_prompt", "GET", OUR_PROMPT,         "302 404 403 403 403 403 200"),
    Line("factors:draft_prompt", "POST", UPCOMING_PROMPT,   "302 404 404 404 404 404 404", "422"),
    Line("factors:draft_prompt", "POST", OUR_PROMPT,        "302 404 403 403 403 403 422"),
    Line("factors:draft_prompt_move", "POST",
         UPCOMING_PROMPT,                                   "302 404 404 404 404 404 404", "302"),
    Line("factors:draft_prompt_move", "POST", OUR_PROMPT,   "302 404 403 403 403 403 302"),
    Line("factors:draft_prompt_remove", "POST",
         UPCOMING_PROMPT,                                   "302 404 404 404 404 404 404", "302"),
    Line("factors:draft_prompt_remove", "POST", OUR_PROMPT, "302 404 403 403 403 403 302"),
    Line("factors:editions_offered", "GET", HERE,           "302 404 403 403 403 403 200"),
    Line("factors:edition_offered", "GET", OFFERED,         "302 404 403 403 403 403 200"),
    Line("factors:edition_copy", "POST", OFFERED,           "302 404 403 403 403 403 302"),
    Line("factors:edition_offer", "POST", LOCAL,            "302 404 403 403 403 403 302"),
    Line("factors:edition_withdraw", "POST", LOCAL,         "302 404 403 403 403 403 302"),
    Line("factors:local_factors", "GET", HERE,              "302 404 200 200 200 200 200"),
    Line("factors:local_factor", "GET",
         HERE | {"edition": "lokal", "factor": "lokal"},    "302 404 200 200 200 200 200"),

    Line("assessments:start", "GET", {},                    "200 200 200 200 200 200 200", "302"),
    Line("assessments:my_data", "GET", {},                  "302 200 200 200 200 200 200"),
    Line("assessments:my_data_download", "GET", {},         "302 200 200 200 200 200 200"),
    Line("assessments:my_reflections", "GET", {},           "302 200 200 200 200 200 200"),
    Line("assessments:my_reflections", "POST", {},          "302 422 422 422 422 422 422"),

    Line("assessments:home", "GET", HERE,                   "302 404 200 200 200 200 200"),
    Line("assessments:latest_results", "GET", HERE,         "302 404 302 302 302 302 302"),

    Line("assessments:rounds", "GET", HERE,                 "302 404 403 200 200 200 200"),
    Line("assessments:round_create", "GET", HERE,           "302 404 403 403 403 403 200"),
    Line("assessments:round_create", "POST", HERE,          "302 404 403 403 403 403 422"),
    Line("assessments:round", "GET", DRAFT,                 "302 404 404 404 404 404 200"),
    Line("assessments:round", "GET", OPEN,                  "302 404 403 200 200 200 200"),
    Line("assessments:round", "GET", CLOSED,                "302 404 403 200 200 200 200"),
    Line("assessments:round_edit", "GET", DRAFT,            "302 404 403 403 403 403 200"),
    Line("assessments:round_edit", "POST", DRAFT,           "302 404 403 403 403 403 422"),
    Line("assessments:round_edit", "GET", OPEN,             "302 404 403 403 403 403 302"),
    Line("assessments:round_open", "GET", DRAFT,            "302 405 405 405 405 405 405"),
    Line("assessments:round_open", "POST", DRAFT,           "302 404 403 403 403 403 302"),
    Line("assessments:round_extend", "GET", OPEN,           "302 404 403 403 403 403 200"),
    Line("assessments:round_extend", "POST", OPEN,          "302 404 403 403 403 403 422"),
    Line("assessments:round_close", "GET", OPEN,            "302 404 403 403 403 403 200"),
    Line("assessments:round_close", "POST", OPEN,           "302 404 403 403 403 403 422"),
    Line("assessments:round_delete", "GET", DRAFT,          "302 404 403 403 403 403 200"),
    Line("assessments:round_delete", "POST", DRAFT,         "302 404 403 403 403 403 422"),
    Line("assessments:unit_close", "GET", OPEN_AT_BJORK,    "302 404 403 200 404 403 200"),
    Line("assessments:unit_close", "POST", OPEN_AT_BJORK,   "302 404 403 422 404 403 422"),

    Line("assessments:participants", "GET", OPEN,           "302 404 403 403 403 403 200"),
    Line("assessments:unit_participants", "GET",
         OPEN_AT_BJORK,                                     "302 404 403 403 403 403 200"),
    Line("assessments:participant_add", "POST",
         OPEN | {"assessment": "assessment"},               "302 404 403 403 403 403 422"),
    Line("assessments:participant_remove", "GET",
         OPEN | {"participation": "answers"},               "302 404 403 403 403 403 200"),
    Line("assessments:participant_remove", "POST",
         OPEN | {"participation": "answers"},               "302 404 403 403 403 403 422"),

    Line("assessments:mailings", "GET", DRAFT,              "302 404 403 403 403 403 200"),
    Line("assessments:mailings", "GET", OPEN,               "302 404 403 403 403 403 200"),
    Line("assessments:mailings", "POST", OPEN,              "302 404 403 403 403 403 302"),
    Line("assessments:reminder_plan", "POST", OPEN,         "302 404 403 403 403 403 422"),
    Line("assessments:reminder_remove", "POST",
         OPEN | {"mailing": "mailing"},                     "302 404 403 403 403 403 302"),
    Line("assessments:remind", "GET", OPEN,                 "302 404 403 403 403 200 200"),
    Line("assessments:remind", "POST", OPEN,                "302 404 403 403 403 302 302"),
    Line("assessments:unit_remind", "GET", OPEN_AT_BJORK,   "302 404 403 200 404 200 200"),
    Line("assessments:unit_remind", "POST", OPEN_AT_BJORK,  "302 404 403 302 404 302 302"),

    Line("assessments:participation", "GET", ANSWERS,       "302 404 200 404 404 404 404"),
    Line("assessments:participation", "GET", OLD_ANSWERS,   "302 404 200 404 404 404 404"),
    Line("assessments:answers", "GET",
         ANSWERS | {"number": 1},                           "302 404 200 404 404 404 404"),
    Line("assessments:answers", "POST",
         ANSWERS | {"number": 1},                           "401 404 302 404 404 404 404"),
    Line("assessments:save", "GET", ANSWERS,                "405 405 405 405 405 405 405"),
    Line("assessments:save", "POST", ANSWERS,               "401 404 404 404 404 404 404"),
    Line("assessments:review", "GET", ANSWERS,              "302 404 200 404 404 404 404"),
    Line("assessments:hand_in", "POST", ANSWERS,            "302 404 302 404 404 404 404"),
    Line("assessments:download", "GET", ANSWERS,            "302 404 200 404 404 404 404"),
    Line("assessments:withdraw", "GET", ANSWERS,            "302 404 200 404 404 404 404"),
    Line("assessments:withdraw", "POST", ANSWERS,           "302 404 302 404 404 404 404"),
    Line("assessments:forget", "GET", OLD_ANSWERS,          "302 404 200 404 404 404 404"),
    Line("assessments:forget", "POST", OLD_ANSWERS,         "302 404 302 404 404 404 404"),

    Line("assessments:results", "GET", CLOSED,              "302 404 403 403 403 200 200"),
    Line("assessments:results", "GET", OPEN,                "302 404 403 403 403 200 200"),
    Line("assessments:results_factor", "GET",
         CLOSED | FIRST,                                    "302 404 403 403 403 200 200"),
    Line("assessments:unit_results", "GET",
         CLOSED_AT_BJORK,                                   "302 404 200 200 404 200 200"),
    Line("assessments:unit_results_factor", "GET",
         CLOSED_AT_BJORK | FIRST,                           "302 404 200 200 404 200 200"),
    Line("assessments:joint_ratings", "GET",
         CLOSED_AT_BJORK | FIRST,                           "302 404 200 200 404 200 200"),
    Line("assessments:joint_ratings", "POST",
         CLOSED_AT_BJORK | FIRST,                           "302 404 403 422 404 403 403"),

    Line("assessments:report", "GET", CLOSED,               "302 404 403 403 403 200 200"),
    Line("assessments:report_pdf", "GET", CLOSED,           "302 404 403 403 403 200 200"),
    Line("assessments:unit_report", "GET",
         CLOSED_AT_BJORK,                                   "302 404 200 200 404 200 200"),
    Line("assessments:unit_report_pdf", "GET",
         CLOSED_AT_LILL,                                    "302 404 404 404 200 200 200"),

    Line("portal:invitation_link", "GET", {"token": "x"},   "302 302 302 302 302 302 302"),
    Line("portal:invitation", "GET", {},                    "200 200 200 200 200 200 200"),
    Line("portal:invitation", "POST", {},                   "200 200 200 200 200 200 200"),
    Line("portal:invitations", "GET", HERE,                 "302 404 403 403 403 403 200"),
    Line("portal:invitations_send", "GET", HERE,            "302 404 403 403 403 403 200"),
    Line("portal:invitations_send", "POST", HERE,           "302 404 403 403 403 403 302"),
    Line("portal:invitation_send", "POST",
         HERE | {"pk": "person"},                           "302 404 403 403 403 403 302"),
    Line("portal:invitation_revoke", "POST",
         HERE | {"pk": "person"},                           "302 404 403 403 403 403 302"),
    Line("portal:imports", "GET", HERE,                     "302 404 403 403 403 403 200"),
    Line("portal:imports", "POST", HERE,                    "302 404 403 403 403 403 422"),
    Line("portal:import_units_xlsx", "GET", HERE,           "302 404 403 403 403 403 200"),
    Line("portal:import_units_csv", "GET", HERE,            "302 404 403 403 403 403 200"),
    Line("portal:import_staff_xlsx", "GET", HERE,           "302 404 403 403 403 403 200"),
    Line("portal:import_staff_csv", "GET", HERE,            "302 404 403 403 403 403 200"),
    Line("portal:import_fetch", "POST",
         HERE | {"source": "saknas"},                       "302 404 403 403 403 403 404"),
    Line("portal:import_preview", "GET", IMPORT,            "302 404 403 403 403 403 200"),
    Line("portal:import_preview", "POST", IMPORT,           "302 404 403 403 403 403 409"),
    Line("portal:import_answer", "POST", IMPORT,            "302 404 403 403 403 403 302"),
    Line("portal:import_cancel", "POST", IMPORT,            "302 404 403 403 403 403 302"),
    Line("portal:letters", "GET", HERE,                     "302 404 403 403 403 403 200"),
    Line("portal:letters_retry", "POST", HERE,              "302 404 403 403 403 403 302"),
    Line("portal:letter_retry", "POST",
         HERE | {"pk": "letter"},                           "302 404 403 403 403 403 302"),
    Line("portal:greeting", "GET", HERE,                    "302 404 403 403 403 403 200"),
    Line("portal:greeting", "POST", HERE,                   "302 404 403 403 403 403 302"),
    Line("portal:letter_example", "GET", HERE,              "302 404 403 403 403 403 200"),
    Line("portal:letter_example_html", "GET", HERE,         "302 404 403 403 403 403 200"),

    Line("portal:administration", "GET", HERE,              "302 404 403 403 403 403 200"),
    Line("portal:organisation_edit", "GET", HERE,           "302 404 403 403 403 403 200"),
    Line("portal:organisation_edit", "POST", HERE,          "302 404 403 403 403 403 422"),
    Line("portal:people", "GET", HERE,                      "302 404 403 403 403 403 200"),
    Line("portal:person_create", "GET", HERE,               "302 404 403 403 403 403 200"),
    Line("portal:person_create", "POST", HERE,              "302 404 403 403 403 403 422"),
    Line("portal:person", "GET", PERSON,                    "302 404 403 403 403 403 200"),
    Line("portal:person", "GET", HERE | {"pk": "leaver"},   "302 404 403 403 403 403 200"),
    Line("portal:person_edit", "GET", PERSON,               "302 404 403 403 403 403 200"),
    Line("portal:person_edit", "POST", PERSON,              "302 404 403 403 403 403 422"),
    Line("portal:membership_add", "GET", PERSON,            "302 404 403 403 403 403 200"),
    Line("portal:membership_add", "POST", PERSON,           "302 404 403 403 403 403 422"),
    Line("portal:membership_end", "GET", MEMBERSHIP,        "302 404 403 403 403 403 200"),
    Line("portal:membership_end", "POST", MEMBERSHIP,       "302 404 403 403 403 403 302"),
    Line("portal:units", "GET", HERE,                       "302 404 403 403 403 403 200"),
    Line("portal:unit_create", "GET", HERE,                 "302 404 403 403 403 403 200"),
    Line("portal:unit_create", "POST", HERE,                "302 404 403 403 403 403 422"),
    Line("portal:unit", "GET", AT_BJORK,                    "302 404 403 403 403 403 200"),
    Line("portal:unit", "GET", AT_OLD,                      "302 404 403 403 403 403 200"),
    Line("portal:unit_edit", "GET", AT_BJORK,               "302 404 403 403 403 403 200"),
    Line("portal:unit_edit", "POST", AT_BJORK,              "302 404 403 403 403 403 422"),
    Line("portal:unit_reopen", "POST", AT_OLD,              "302 404 403 403 403 403 302"),
    Line("portal:team_add", "POST", AT_BJORK,               "302 404 403 403 403 403 422"),
    Line("portal:team_remove", "POST",
         AT_BJORK | {"team": "team"},                       "302 404 403 403 403 403 302"),
    Line("assessments:unit_discontinue", "GET", AT_BJORK,   "302 404 403 403 403 403 200"),
    Line("assessments:unit_discontinue", "GET", AT_TALL,    "302 404 403 403 403 403 200"),
    Line("assessments:unit_discontinue", "POST", AT_TALL,   "302 404 403 403 403 403 422"),
    Line("assessments:unit_merge", "GET", AT_BJORK,         "302 404 403 403 403 403 200"),
    Line("assessments:unit_merge", "GET", AT_TALL,          "302 404 403 403 403 403 200"),
    Line("assessments:unit_merge", "POST", AT_TALL,         "302 404 403 403 403 403 422"),

    Line("assessments:retention", "GET", HERE,              "302 404 403 403 403 403 200"),
    Line("assessments:retention", "POST", HERE,             "302 404 403 403 403 403 422"),
    Line("assessments:retention_carry_out", "GET", HERE,    "302 404 403 403 403 403 200"),
    Line("assessments:retention_carry_out", "POST", HERE,   "302 404 403 403 403 403 422"),
    Line("assessments:removal", "GET",
         HERE | {"pk": "removal"},                          "302 404 403 403 403 403 200"),
    Line("assessments:person_forget", "GET",
         HERE | {"pk": "leaver"},                           "302 404 403 403 403 403 200"),
    Line("assessments:person_forget", "POST",
         HERE | {"pk": "leaver"},                           "302 404 403 403 403 403 422"),
]
# fmt: on
