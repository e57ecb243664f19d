"""What the looks at every page found, summed up for the accessibility statement.

`python -m tests.browser.figures` after the looks writes the file that the statement reads.
"""

import json
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[2]
PARTS = ROOT / "var" / "looks"
STATEMENT = ROOT / "portal" / "site" / "accessibility.json"


def keep(part: str, pages: list[str], looks: int, violations: int) -> None:
    """The figures of one part of the portal."""
    PARTS.mkdir(parents=True, exist_ok=True)
    told = {"pages": pages, "looks": looks, "violations": violations}
    _file(part).write_text(json.dumps(told), encoding="utf-8")


def is_sound(part: str) -> bool:
    """Whether a part was looked at in this round and nothing was found."""
    return _file(part).exists() and json.loads(_file(part).read_text("utf-8"))["violations"] == 0


def _file(part: str) -> Path:
    return PARTS / f"{part.replace(' ', '-')}.json"


def summed() -> dict[str, str | int]:
    """Every page once, every look, every violation, and the day."""
    parts = [json.loads(path.read_text("utf-8")) for path in sorted(PARTS.glob("*.json"))]
    return {
        "day": datetime.now(UTC).date().isoformat(),
        "pages": len({page for part in parts for page in part["pages"]}),
        "looks": sum(part["looks"] for part in parts),
        "violations": sum(part["violations"] for part in parts),
    }


if __name__ == "__main__":
    STATEMENT.write_text(json.dumps(summed(), indent=2) + "\n", encoding="utf-8")
