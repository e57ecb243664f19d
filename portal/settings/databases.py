"""PostgreSQL from DATABASE_URL, or an SQLite file that several processes can write to."""

from pathlib import Path
from typing import Any

import environ


def postgres(url: str, *, pool: bool) -> dict[str, Any]:
    """Settings for PostgreSQL; `pool` keeps connections open between requests (psycopg's own pool). What the address
    asks behind its `?` (sslmode, sslrootcert) stays."""
    config = dict(environ.Env.db_url_config(url))
    if pool:
        config["OPTIONS"] = config.get("OPTIONS", {}) | {
            "pool": {"min_size": 1, "max_size": 8, "timeout": 10}
        }
    return config


def sqlite(path: Path) -> dict[str, Any]:
    """Settings for SQLite with write-ahead log: web, worker and beat share the file without lock errors."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }
