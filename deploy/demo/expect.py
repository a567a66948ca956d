#!/usr/bin/env python3
"""Works out what the demo must come to, from its files alone, and writes it to expected.json.

Nothing here is shared with the program: it is a second opinion. README.md beside this file says what each number means.

    expect.py [FOLDER]           writes FOLDER/expected.json (default: the folder of this script)
    expect.py --check [FOLDER]   compares it with what is there; exit 1 and the differences if it is not the same
"""

import csv
import datetime
import json
import pathlib
import re
import sys

REQUIRED = ["student_id", "campus", "achievement", "completed_on"]
OPTIONAL = ["given_name", "family_name", "email", "result", "evidence_url"]
STUDENT_ID_LIMIT = 100
RESULT_LIMIT = 200


def load(folder, name):
    return json.loads((folder / name).read_text(encoding="utf-8"))


def records(folder, name):
    """Each record as (line of the file where it begins, its fields), and the heading before them."""
    with open(folder / name, encoding="utf-8", newline="") as file:
        reader = csv.reader(file, strict=True)
        heading = next(reader)
        rows, line = [], reader.line_num + 1
        for fields in reader:
            if fields:
                rows.append((line, fields))
            line = reader.line_num + 1
    return heading, rows


def is_day(text, today):
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return False
    try:
        return datetime.date.fromisoformat(text) <= today
    except ValueError:
        return False


def wrong_column(heading, fields, campuses, achievements, today):
    """The column for which a record is refused, or None. A record with fields missing is refused at the first that is."""
    if len(fields) < len(heading):
        return heading[len(fields)]
    if len(fields) > len(heading):
        return heading[-1]
    row = dict(zip(heading, fields))
    student = row["student_id"].strip()
    checks = {
        "student_id": student != "" and student.isascii() and len(student) <= STUDENT_ID_LIMIT,
        "campus": row["campus"] in campuses,
        "achievement": row["achievement"] in achievements,
        "completed_on": is_day(row["completed_on"], today),
        "email": row.get("email", "") == "" or "@" in row["email"],
        "result": len(row.get("result", "")) <= RESULT_LIMIT,
        "evidence_url": row.get("evidence_url", "") == "" or re.match(r"https?://[^/]", row["evidence_url"]) is not None,
    }
    return next((column for column in heading if not checks.get(column, True)), None)


def read_completions(folder, campuses, achievements, today):
    """The good rows as (student, achievement, day), in the file's order, and the refused ones."""
    heading, rows = records(folder, "completions.csv")
    unknown = [name for name in heading if name not in REQUIRED + OPTIONAL]
    missing = [name for name in REQUIRED if name not in heading]
    if unknown or missing or len(set(heading)) != len(heading):
        sys.exit(f"completions.csv, line 1: the columns are not right (unknown {unknown}, missing {missing})")
    good, refused = {}, []
    for line, fields in rows:
        column = wrong_column(heading, fields, campuses, achievements, today)
        if column is None:
            row = dict(zip(heading, fields))
            key = (row["student_id"].strip(), row["achievement"], row["completed_on"])
            if key in good:
                column = "student_id"
            else:
                good[key] = line
        if column is not None:
            refused.append({"line": line, "column": column})
    return list(good), sorted(refused, key=lambda problem: problem["line"]), len(rows)


def is_met(requirement, held):
    """The requirement language of pathways, over the achievements that a learner holds."""
    (word,) = [name for name in requirement if name != "atLeast"]
    if word == "achievement":
        return requirement[word] in held
    met = sum(is_met(part, held) for part in requirement[word])
    return met >= {"all": len(requirement[word]), "any": 1, "some": requirement.get("atLeast", 0)}[word]


def stack(pathways, held):
    """Adds the awards of all pathways that are complete, and those that this completes, to what each learner holds."""
    counts = {pathway["code"]: 0 for pathway in pathways}
    for mine in held.values():
        done = set()
        while True:
            met = [p for p in pathways if p["code"] not in done and is_met(p["requirement"], mine)]
            if not met:
                break
            for pathway in met:
                done.add(pathway["code"])
                counts[pathway["code"]] += 1
                mine.add(pathway["award"])
    return counts


def rank(role, consents, held, skills):
    """The learners who let the role's employer match them and show at least one skill of it: most points first."""
    of = sum(requirement["importance"] for requirement in role["requirements"])
    rows = []
    for student in consents.get(role["employer"], []):
        shown = {skill for achievement in held.get(student, ()) for skill in skills[achievement]}
        points = sum(r["importance"] for r in role["requirements"] if (r["framework"], r["code"]) in shown)
        if points > 0:
            rows.append({"student_id": student, "points": points, "of": of})
    return sorted(rows, key=lambda row: (-row["points"], row["student_id"]))


def expect(folder, today):
    achievements = load(folder, "achievements.json")
    campuses = {campus["code"] for campus in load(folder, "college.json")["campuses"]}
    pathways, roles, story = (load(folder, name) for name in ("pathways.json", "roles.json", "story.json"))
    skills = {a["code"]: {(s["framework"], s["code"]) for s in a["alignments"]} for a in achievements}
    consents = {}
    heading, rows = records(folder, "consents.csv")
    for _, fields in rows:
        row = dict(zip(heading, fields))
        if row["purpose"] == "matching" and int(row["until_days"]) > 0:
            consents.setdefault(row["employer"], []).append(row["student_id"])

    good, refused, count = read_completions(folder, campuses, set(skills), today)
    held = {}
    for student, achievement, _ in good:
        held.setdefault(student, set()).add(achievement)
    stacked = stack(pathways, held)

    # The revoked credential counts no more. What was stacked on it does until somebody has decided its review.
    gone = (story["revoke"]["student_id"], story["revoke"]["achievement"])
    live = [key for key in good if key[:2] == gone]
    if not live:
        sys.exit(f"story.json: {gone[0]} holds no {gone[1]} that could be revoked")
    after = {student: set(mine) for student, mine in held.items()}
    if len(live) == 1:
        after[gone[0]].discard(gone[1])
    return {
        "rows": count,
        "refused": refused,
        "signed": len(good),
        "wallets": len(held),
        "stacked": stacked,
        "stackedTotal": sum(stacked.values()),
        "ranking": {role["code"]: rank(role, consents, held, skills) for role in roles},
        "rankingAfterRevocation": {role["code"]: rank(role, consents, after, skills) for role in roles},
    }


def differences(path, ours, theirs):
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for name in sorted(ours.keys() | theirs.keys()):
            yield from differences(f"{path}/{name}", ours.get(name), theirs.get(name))
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for place, (one, other) in enumerate(zip(ours, theirs)):
            yield from differences(f"{path}/{place}", one, other)
    elif ours != theirs:
        yield f"expected.json#{path}: it says {json.dumps(theirs)[:200]}, the files come to {json.dumps(ours)[:200]}"


def main(arguments):
    check = "--check" in arguments
    folders = [argument for argument in arguments if argument != "--check"]
    if len(folders) > 1 or any(folder.startswith("-") for folder in folders):
        print(__doc__, file=sys.stderr)
        return 64
    folder = pathlib.Path(folders[0]) if folders else pathlib.Path(__file__).resolve().parent
    result = expect(folder, datetime.datetime.now(datetime.timezone.utc).date())
    if not check:
        text = json.dumps(result, ensure_ascii=False, indent=1)
        text = re.sub(r"\{\s+((?:\"[^\"]+\": (?:\"[^\"]*\"|[0-9]+),?\s+)+)\}", lambda m: "{" + " ".join(m[1].split()) + "}", text)
        (folder / "expected.json").write_text(text + "\n", encoding="utf-8")
        return 0
    found = list(differences("", result, load(folder, "expected.json")))
    for line in found:
        print(line, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
