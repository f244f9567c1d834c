"""A real browser on a real server: Chromium, driven by Playwright."""

import os
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import sync_playwright

from essaim.agenda.models import Host
from tests.factories import SessionFactory

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PASSWORD = "essaim-essai"
TUESDAY_MORNING = datetime(2026, 11, 17, 9, 20, tzinfo=UTC)  # 10.20 in Paris


@pytest.fixture(scope="package", autouse=True)
def a_tuesday_morning():
    """The clock runs, but from one Tuesday morning: no path depends on the hour at which it is walked."""
    with time_machine.travel(TUESDAY_MORNING, tick=True):
        yield


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        path = os.environ.get("ESSAIM_CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, live_server):
    """A function that opens a page of the site in a new window; errors of scripts or of the policy fail the test."""
    contexts, troubles = [], []

    def open_(width=390, height=844, *, javascript=True):
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
        )
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on(
            "console", lambda line: troubles.append(line.text) if "Content Security" in line.text else None
        )
        contexts.append(context)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert troubles == []


def sign_in(page, agent):
    """Through the form, as a person does."""
    agent.set_password(PASSWORD)
    agent.save()
    page.goto("/connexion/")
    page.fill("[name=login]", agent.login)
    page.fill("[name=password]", PASSWORD)
    page.click("text=Je me connecte")
    page.wait_for_url("**/")
    return page


@pytest.fixture
def soon(hosted):
    """The hosted session, in a week from now."""
    return move(hosted, timezone.now() + timedelta(days=7))


def move(session, starts_at):
    session.starts_at = starts_at.replace(minute=0, second=0, microsecond=0)
    session.ends_at = session.starts_at + timedelta(hours=2)
    session.published_at = starts_at - timedelta(days=60)
    session.save()
    session.sittings.update(starts_at=session.starts_at, ends_at=session.ends_at)
    return session


@pytest.fixture
def just_over(hugo):
    """A session of Hugo's that ended a moment ago."""
    session = SessionFactory(title="Publipostage", slug="publipostage", code="PUB42")
    Host.objects.create(session=session, agent=hugo)
    return move(session, timezone.now() - timedelta(hours=3))
