"""Where things are that tests look at; nobody else counts the folders above themselves."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"
DATABASES = DATA / "databases"
FORMS = ROOT / "forms"
PILOT = FORMS / "netsec-insurance-pilot" / "2023"  # the official form
