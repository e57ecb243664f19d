"""The result of a round, computed from the file that deciders download (scores as CSV). Needs Python alone.

    python docs/recount.py 2021-2022-pitch.csv

Prints place, exact score, score rounded half up, number of sheets and title. Written apart from the portal and by other
means (whole numbers over one denominator), so that either can show a fault in the other.
"""

import csv
import math
import sys
from collections import defaultdict
from pathlib import Path

ADVICE = {"passes": 0, "discuss": 1, "fails": 2}


def read(path):
    """Per entry its title and its sheets: judge -> rows. Plus the rules of the round."""
    titles, sheets, rules = {}, defaultdict(lambda: defaultdict(list)), ("shared", 1)
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            title = row["title"]
            titles[row["entry"]] = title[1:] if title[:2] in ("'=", "'+", "'-", "'@", "'\t", "'\r", "'\n") else title
            rules = (row["tie_rule"], int(row["minimum_sheets"]))
            if row["judge_key"]:
                sheets[row["entry"]][row["judge_key"]].append(row)
    return titles, sheets, rules


def advice(of_entry):
    """More than half no on some must: fails. Everybody yes on all musts: passes. Else: to be discussed."""
    gates = defaultdict(list)
    for rows in of_entry.values():
        for row in rows:
            if row["kind"] == "must":
                gates[row["criterion"]].append(row["gate"])
    if any(2 * given.count("no") > len(given) for given in gates.values()):
        return "fails"
    return "passes" if gates and all(set(given) == {"yes"} for given in gates.values()) else "discuss"


def points(rows, common):
    """The points of one sheet, in units of 1/common."""
    return sum(int(r["weight"]) * int(r["grade"]) * (common // int(r["scale"])) for r in rows)


def breaks(rule, complete, common, size):
    """What tells equal scores apart, as whole numbers over one denominator; the highest first."""
    if rule == "shared" or not complete:
        return ()
    if rule == "median":
        ordered, half = sorted(points(rows, common) for rows in complete), len(complete) // 2
        return (2 * ordered[half] if len(ordered) % 2 else ordered[half - 1] + ordered[half],)
    means, weights = defaultdict(int), {}
    for rows in complete:
        for row in rows:
            place = int(row["order"])
            weights[place] = int(row["weight"])
            means[place] += int(row["grade"]) * (common // int(row["scale"])) * (size // len(complete))
    if rule == "order":
        return tuple(means[place] for place in sorted(means))
    return tuple(
        sum(means[p] for p in means if weights[p] == weight) for weight in sorted(set(weights.values()), reverse=True)
    )


def result(path):
    """Rows of (place or None, score as (numerator, denominator) or None, sheets, title), best first."""
    titles, sheets, (rule, least) = read(path)
    graded = {r["criterion"]: r for of in sheets.values() for rows in of.values() for r in rows if r["kind"] != "must"}
    common = math.lcm(*(int(row["scale"]) for row in graded.values()))
    full = {
        entry: [g for rows in sheets[entry].values() if len(g := [r for r in rows if r["grade"]]) == len(graded)]
        for entry in titles
    }
    size = math.lcm(*(len(complete) or 1 for complete in full.values()))
    found = []
    for entry, title in titles.items():
        complete, total = full[entry], sum(points(rows, common) for rows in full[entry])
        score = (total, common * len(complete)) if complete else None
        key = (ADVICE[advice(sheets[entry])], -total * size // max(1, len(complete)),
               tuple(-one for one in breaks(rule, complete, common, size)))  # fmt: skip
        found.append((key if len(complete) >= least else None, score, len(complete), title))
    keys = [key for key, *_rest in found if key]
    told = [(1 + sum(other < key for other in keys) if key else None, *rest) for key, *rest in found]
    return sorted(told, key=lambda row: (row[0] is None, row[0] or 0, row[3].lower()))


if __name__ == "__main__":
    for place, score, number, title in result(sys.argv[1]):
        top, bottom = score or (0, 1)
        shown = f"{(top * 200 + bottom) // (2 * bottom) / 100:.2f}" if score else "-"
        divisor = math.gcd(top, bottom)
        exact = f"{top // divisor}/{bottom // divisor}" if score else "-"
        print(f"{place or '-':>4}  {exact:>16}  {shown:>6}  {number:>3}  {title}")
