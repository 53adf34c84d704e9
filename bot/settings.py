"""The settings, from the environment or a `.env` file; docs/operations.md has the same table, a test compares them."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from dialogs.application.repository import MOST_ROWS
from dialogs.turn.notice import Operator

HERE = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Every setting, each with the name of its environment variable."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore")

    data: Path = Field(Path("data"), validation_alias="SHENBAO_DATA", description="folder of the database and files")
    forms: Path = Field(HERE / "forms", validation_alias="SHENBAO_FORMS", description="folder of the forms")
    form: str = Field("", validation_alias="SHENBAO_FORM", description="serve only this form; all when empty")
    examples: bool = Field(
        default=False, validation_alias="SHENBAO_EXAMPLES", description="also offer the forms that are but examples"
    )
    operator: str = Field("", validation_alias="SHENBAO_OPERATOR", description="who runs it, named in the first notice")
    contact: str = Field("", validation_alias="SHENBAO_CONTACT", description="whom to ask, named in the first notice")
    notice: str = Field("", validation_alias="SHENBAO_NOTICE", description="replaces the whole first notice")
    remind: str = Field(
        "7,3,1",
        validation_alias="SHENBAO_REMIND",
        description="on which days before a deadline units are reminded, and on the day itself; never when empty",
    )
    rows: int = Field(
        MOST_ROWS, validation_alias="SHENBAO_ROWS", ge=1, le=10_000, description="how many rows one table may have"
    )
    telegram_token: SecretStr = Field(
        SecretStr(""), validation_alias="TELEGRAM_TOKEN", description="the bot's token, from @BotFather"
    )
    telegram_api_url: str = Field(
        "https://api.telegram.org",
        validation_alias="TELEGRAM_API_URL",
        description="a self-hosted or test Bot API server",
    )
    webhook_url: str = Field(
        "",
        validation_alias="TELEGRAM_WEBHOOK_URL",
        description="public HTTPS address; long polling when empty",
    )
    webhook_secret: SecretStr = Field(
        SecretStr(""), validation_alias="TELEGRAM_WEBHOOK_SECRET", description="required with a webhook"
    )
    webhook_listen: str = Field(
        "127.0.0.1:8443", validation_alias="TELEGRAM_WEBHOOK_LISTEN", description="where the webhook listens"
    )

    host: str = Field("127.0.0.1", validation_alias="HOST", description="where the page listens")
    port: int = Field(8423, validation_alias="PORT", description="the page's port")
    public_url: str = Field(
        "",
        validation_alias="PUBLIC_URL",
        description="the page's address behind a TLS proxy; required when `HOST` is not this machine alone; "
        "needs `SHENBAO_OPERATOR` and `SHENBAO_CONTACT`",
    )

    @property
    def unnamed(self) -> list[str]:
        """The names of the settings without which the first notice cannot tell the public who keeps their data."""
        named = {"SHENBAO_OPERATOR": self.operator, "SHENBAO_CONTACT": self.contact}
        return [name for name, value in named.items() if not value and not self.notice]

    def told(self) -> Operator:
        """Who runs the program, for the first notice; the default wording where nothing is set."""
        set_ones = {"name": self.operator, "contact": self.contact, "notice": self.notice}
        return Operator(**{key: value for key, value in set_ones.items() if value})
