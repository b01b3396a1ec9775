"""A real Chromium against a live server, with people signed in by a session cookie."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from portal.models import User

# Playwright's loop runs in the tests' own thread, where Django would refuse its ORM.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 760}
NARROW = {"width": 320, "height": 640}
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
# The last list is the only one that counts, so Playwright's own comes first in it. The two after
# them are pages of the address bar, in a process of their own, that cost more than ours do.
LEFT_OUT = (
    "AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,"
    "HttpsFirstBalancedModeAutoEnable,LensOverlay,MediaRouter,PaintHolding,"
    "ThirdPartyStoragePartitioning,AvoidCorsURLLoaderRestartOnRedirect,OptimizationHints,"
    "NetworkTimeServiceQuerying,AimEnabled,PreconnectToSearch,"
    "WebUIOmniboxPopup,WebUIOmniboxAimPopup"
)

SignIn = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """The system's own Chromium; its sandbox needs rights that root in a container lacks."""
    path = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if path is None:
        pytest.fail(f"Found none of {', '.join(CHROMIUMS)}: install Chromium.")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    lean = ["--disable-dev-shm-usage", f"--disable-features={LEFT_OUT}"]
    return {"executable_path": path, "args": [*sandbox, *lean]}


@pytest.fixture
def signed_in_page(browser: Browser, live_server: object) -> Iterator[SignIn]:
    """`signed_in_page(user)`: a page in a browser of its own where the person is signed in."""
    contexts: list[BrowserContext] = []

    def signed_in_page(user: User | None = None, **options: object) -> Page:
        address = str(live_server)
        options = {"viewport": WIDE, "base_url": address, "locale": "sv-SE"} | options
        context = browser.new_context(**options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        if user:
            sign_in(context, user, address)
        return context.new_page()

    yield signed_in_page
    for context in contexts:
        context.close()


def sign_in(context: BrowserContext, user: User, address: str) -> None:
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])


def sign_out(context: BrowserContext) -> None:
    context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
