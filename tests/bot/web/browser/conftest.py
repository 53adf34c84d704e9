"""The fixtures of tests in a browser; in a conftest.py, for elsewhere `site` and `api` are on the loop of each test."""

from page_fixtures import api, browser, official, screen, site, windows
from page_team import five

__all__ = ["api", "browser", "five", "official", "screen", "site", "windows"]
