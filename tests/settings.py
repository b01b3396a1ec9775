"""The project's own settings in demo mode, with fast and quiet choices for tests."""

import os
import tempfile

os.environ["STYRKEDJAN_DEMO"] = "1"
os.environ.setdefault("STYRKEDJAN_VAR", tempfile.mkdtemp(prefix="styrkedjan-test-"))

from portal.settings import *  # noqa: F403

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SIGN_IN_MAIL_THREADS = 0
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file as in production: a live server's threads must not share one connection in memory.
    # Nothing here outlives a power cut, so nothing waits for the disk.
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS | {  # noqa: F405
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    }
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}  # noqa: F405
else:
    # A lock that is never let go of fails its test, instead of holding the whole suite.
    DATABASES["default"]["OPTIONS"] = {"options": "-c lock_timeout=60s"}  # noqa: F405
# Each of the processes that test beside each other keeps files, and clears them away, alone.
MEDIA_ROOT = MEDIA_ROOT / os.environ.get("PYTEST_XDIST_WORKER", "alone")  # noqa: F405
