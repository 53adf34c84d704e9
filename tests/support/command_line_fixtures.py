"""Where the command line is used by tests, as a fixture."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Away from any .env file and data folder, and with the settings' defaults."""
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.startswith(("SHENBAO_", "TELEGRAM_")):
            monkeypatch.delenv(name)
    monkeypatch.setattr("bot.logs.setup", lambda: None)  # pytest keeps the log
