"""Settings, all from the environment.

Three ways to run: in production (nothing set: secrets and hosts are required), as a demo
(`STYRKEDJAN_DEMO=1`: needs nothing) and in development (`STYRKEDJAN_DEBUG=1`).
"""

import tomllib
from importlib.util import find_spec
from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from portal.environment import (
    choice,
    database,
    error_service,
    flag,
    folder,
    hosts,
    listed,
    number,
    secret,
    secret_kept_in,
    text,
    token,
    web_address,
)

BASE_DIR = Path(__file__).resolve().parent.parent
VERSION = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["project"]["version"]
VAR_DIR = folder("STYRKEDJAN_VAR", BASE_DIR / "var")

DEMO = flag("STYRKEDJAN_DEMO")
DEBUG = flag("STYRKEDJAN_DEBUG")
PRODUCTION = not (DEMO or DEBUG)

if PRODUCTION:
    SECRET_KEY = secret("STYRKEDJAN_SECRET_KEY")
    ALLOWED_HOSTS = hosts("STYRKEDJAN_ALLOWED_HOSTS")
    SECRET_KEY_FALLBACKS = listed("STYRKEDJAN_SECRET_KEY_FALLBACKS")
    ADDRESS = web_address("STYRKEDJAN_ADDRESS")
else:
    SECRET_KEY = secret_kept_in(VAR_DIR / "secret-key")
    ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *listed("STYRKEDJAN_ALLOWED_HOSTS")]
    ADDRESS = text("STYRKEDJAN_ADDRESS", "http://localhost:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = listed("STYRKEDJAN_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "portal",
    "factors",
    "assessments",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "template_partials",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]
# Single sign-on by SAML needs libraries in C: the extra `saml`.
SAML = find_spec("onelogin") is not None
if SAML:
    INSTALLED_APPS.append("allauth.socialaccount.providers.saml")

MIDDLEWARE = [
    "portal.logs.RequestId",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "portal.languages.LanguageOfTheBrowser",
    "assessments.views.pulse.Pulse",
    "portal.static_files.Middleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.languages.LanguageOfThePerson",
    "portal.accounts.LoginRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "portal.sessions.SessionsEnd",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "assessments.navigation.navigation",
            ],
        },
    }
]

# The database: SQLite beside the code, or whatever DATABASE_URL names.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
}
DATABASES = {
    "default": database(
        "DATABASE_URL",
        f"sqlite:///{VAR_DIR / 'styrkedjan.sqlite3'}",
        number("STYRKEDJAN_DATABASE_MAX_AGE", 600),
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
# Shared by all workers, since tries are counted in it; what has expired is cleared by the timer.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}
# What takes longer than a request may is put in a queue, and done by `manage.py db_worker`.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People sign in with a code by e-mail; accounts are made by those who administer.
AUTH_USER_MODEL = "portal.User"
# An e-mail address is unique whatever its case, by a constraint that the check does not see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "portal.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 8}
ACCOUNT_FORMS = {
    "request_login_code": "portal.forms.accounts.RequestCodeForm",
    "confirm_login_code": "portal.forms.accounts.ConfirmCodeForm",
}
ACCOUNT_EMAIL_NOTIFICATIONS = True
# A whole school signs in from one address, each person with a few codes an hour.
# Slips have no address to count by: the key there is everybody's.
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "200/m/ip,3/m/key,10/h/key",
    "confirm_login_code": "10/m/key",
    "login_failed": "30/m/ip,5/5m/key,20/d/key",
    "invitation": "200/m/ip",
    "single_sign_on": "200/m/ip",
    "slip_sign_in": "60/m/ip,600/m/key",
    # Wrong codes alone are counted: a whole school joins a dialogue from one address in a minute.
    "dialogue_code": "60/m/ip,1000/m/key",
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""

# The second factor: demanded of administrators, asked of whoever has set one up.
SECOND_FACTOR_REQUIRED = not DEMO
MFA_ADAPTER = "portal.second_factor.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "activate_totp": "portal.forms.second_factor.AddAppForm",
    "add_webauthn": "portal.forms.second_factor.AddKeyForm",
    "authenticate": "portal.forms.second_factor.CodeForm",
    "reauthenticate": "portal.forms.second_factor.CodeAgainForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
# http://localhost, where browsers let passkeys be used too.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Styrkedjan"
MFA_TOTP_TOLERANCE = 1
MFA_RATE_LIMITS = {"webauthn_login": "200/m/ip"}

# Single sign-on finds the people who are here; it makes none, and keeps no token.
SOCIALACCOUNT_ADAPTER = "portal.single_sign_on.Adapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True}}

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "assessments:start"
LOGOUT_REDIRECT_URL = "assessments:start"

LANGUAGE_CODE = "sv"
# Each by its own name, for those who look for it. Swedish is the source and the first choice.
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
FORMAT_MODULE_PATH = "portal.formats"
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
MEDIA_ROOT = VAR_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "portal.static_files.Storage"},
}
if DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = DEBUG

if PRODUCTION:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = text("STYRKEDJAN_EMAIL_HOST", "localhost")
    EMAIL_PORT = number("STYRKEDJAN_EMAIL_PORT", 25)
    EMAIL_HOST_USER = text("STYRKEDJAN_EMAIL_USER", "")
    EMAIL_HOST_PASSWORD = text("STYRKEDJAN_EMAIL_PASSWORD", "")
    EMAIL_USE_TLS = flag("STYRKEDJAN_EMAIL_TLS")
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
# A school's mail server takes a mail every half second without thinking it is under attack.
MAILS_PER_MINUTE = number("STYRKEDJAN_MAILS_PER_MINUTE", 120)
# Mails for signing in leave by themselves, so that nobody's answer waits for the mail server.
SIGN_IN_MAIL_THREADS = 4
DEFAULT_FROM_EMAIL = text("STYRKEDJAN_EMAIL_FROM", "Styrkedjan <styrkedjan@localhost>")
# Who answers for the portal, for people who meet an obstacle in it.
CONTACT = text("STYRKEDJAN_CONTACT", "")
# Figures about the portal itself at /halsa/matt, for whoever has this; without it there are none.
METRICS_TOKEN = token("STYRKEDJAN_METRICS_TOKEN", 20)
# Errors are told here too, without what anybody wrote; without it only in the log.
ERROR_SERVICE = error_service("STYRKEDJAN_SENTRY_DSN")
# What copies of the database are sealed with, and how long they may outlive what was deleted from
# it: told to those who answer.
BACKUP_PASSPHRASE = token("STYRKEDJAN_BACKUP_PASSPHRASE", 12)
BACKUP_DAYS = number("STYRKEDJAN_BACKUP_DAYS", 30)

# Where units are fetched, when a person asks for it: none without an address. Those of SS 12000
# stand in the environment, one for each organisation.
SCHOOL_REGISTER = text("STYRKEDJAN_SCHOOL_REGISTER", "")
# The same for the official statistics of units.
STATISTICS_URL = text("STYRKEDJAN_STATISTICS_URL", "")
FETCH_SECONDS = number("STYRKEDJAN_FETCH_SECONDS", 60)
FETCH_BACKOFF = 0.5

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "portal.views.errors.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_ENGINE = "portal.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
if PRODUCTION:
    # Browsers take cookies of such names from this host alone, and over TLS alone.
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    LANGUAGE_COOKIE_NAME = "__Host-language"
SECURE_SSL_REDIRECT = PRODUCTION and not flag("STYRKEDJAN_NO_SSL_REDIRECT")
# Asked from inside, past the proxy that sees to https.
SECURE_REDIRECT_EXEMPT = [r"^halsa(/|$)"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
if flag("STYRKEDJAN_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
# A file with people in it is read from memory and never lies on disk; what is larger is not kept.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 10_100_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "portal.logs.WithRequest"}},
    "formatters": {
        "text": {"()": "portal.logs.Text"},
        "json": {"()": "portal.logs.Json"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["request"],
            "formatter": choice("STYRKEDJAN_LOG", "text", "json"),
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"portal.sign_in_log": {"level": "INFO"}},
}
