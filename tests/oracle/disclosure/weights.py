"""Tries to tell from what `trig-analyze weight` prints how many answered where it hides
that. Small synthetic surveys, each with twins in which some respondents of a hidden
place are at another hidden place instead: whoever reads the tables of respondents and
what is printed about the weights must find no difference between them, or could work
out the hidden numbers by trying them all. A refusal is told to whoever has the answers,
and prints no result.

    weights.py BIN [--small] SEED...    small: a third of the commands"""

import csv
import io
import os
import random
import subprocess
import sys
import tempfile

THRESHOLD = 10
GRADES = ("lab", "shop")
MOVES = (-1, 1, 2)
COLUMNS = ("place", "grade", "w")
TABLES = {"poststratify": ("institution", "grade", "institution,grade"), "rake": ("institution", "institution,grade"),
          "calibrate": ("institution,grade", "institution*grade"), "propensity": ("institution", "institution,grade")}
OPTIONS = {"poststratify": ("", "--trim 1.1", "--trim 0.8,1.6", "--trim 1.3 --trim-once", "--weights w"),
           "rake": ("", "--trim 1.2", "--weights w"), "propensity": ("", "--trim 1.2"),
           "calibrate": ("", "--calfun raking --trim 1.5", "--calfun logit --bounds 0.1,9")}
WEIGHTS = [["--method", method, "--by", by, *option.split(), *([] if "--weights" in option else ["--weights", "none"])]
           for method, tables in TABLES.items() for by in tables for option in OPTIONS[method]]


def write(folder, name, rows):
    with open(os.path.join(folder, name + ".csv"), "w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


class Small:
    """A survey of a few places, the last two of which are hidden."""

    def __init__(self, folder, binaries, people, counts):
        self.binaries, self.folder = os.path.abspath(binaries), folder
        self.store = os.path.join(folder, "small.trig")
        survey = os.path.join(folder, "survey")
        os.mkdir(survey)
        write(survey, "survey", [("key", "value"), ("id", "small"), ("title", "Synthetic")])
        places = sorted({place for place, _ in counts})
        write(survey, "institutions", [("id", "name")] + [(place, place) for place in places])
        write(survey, "scales", [("scale", "code", "label")] + [("grade", x, x) for x in GRADES])
        write(survey, "variables", [("name", "role", "type", "scale"), ("place", "institution", "nominal", ""),
                                    ("grade", "attribute", "nominal", "grade"), ("w", "weight", "numeric", "")])
        write(folder, "totals", [("institution", "grade", "count")] + [(*key, counts[key]) for key in sorted(counts)])
        write(folder, "export", [COLUMNS] + people)
        self.run("trig-collect", "init", "small.trig", "--survey", "survey")
        self.run("trig-collect", "ingest", "small.trig", "export.csv")

    def run(self, program, *words):
        """All that it says: results, notes and messages, and its exit code."""
        done = subprocess.run([os.path.join(self.binaries, program), *words], cwd=self.folder, capture_output=True, text=True)
        return done.stdout, done.stderr, done.returncode

    def weight(self, *words):
        return self.run("trig-analyze", "weight", "small.trig", "--to", "totals.csv", "--dry-run", *words)

    def respondents(self, by):
        return self.run("trig-analyze", "summary", "small.trig", "--measure", "respondents", "--weights", "none", "--by", by,
                        "--format", "csv", "--quiet")


# ---- twins ---------------------------------------------------------------------------------


def draw_people(draw):
    """Respondents by place; the last two are below the threshold, together above it."""
    small = draw.randint(4, 5)
    sizes = [draw.randint(16, 45) for _ in range(draw.randint(2, 4))] + [small, draw.randint(THRESHOLD + 2, 13) - small]
    return [[GRADES[i % 2] if draw.random() < 0.8 else draw.choice(GRADES) for i in range(size)] for size in sizes]


def moved(grades, move):
    """[move] people of the last place are at the last but one instead, or the other way round; None: too few are."""
    grades = [list(place) for place in grades]
    source, target = (grades[-1], grades[-2]) if move > 0 else (grades[-2], grades[-1])
    for _ in range(abs(move)):
        most = max(GRADES, key=source.count)
        if source.count(most) < 2 or len(target) + 1 >= THRESHOLD or not all(target.count(grade) for grade in GRADES):
            return None
        source.remove(most)
        target.append(most)
    return grades


def rows_of(grades):
    """In an order, and with weights to start from, that are the same in all twins."""
    return sorted(((f"i{place}", grade, {"lab": 1.5, "shop": 0.8}[grade]) for place, here in enumerate(grades)
                   for grade in here), key=lambda row: row[1])


def make(draw, folder, binaries):
    """A survey and two of its twins, at least."""
    grades = draw_people(draw)
    while sum(moved(grades, move) is not None for move in MOVES) < 2:
        grades = draw_people(draw)
    counts = {(f"i{place}", grade): here.count(grade) + draw.randint(13, 40) for place, here in enumerate(grades)
              for grade in GRADES}
    found = []
    for move in (0,) + MOVES:
        people = moved(grades, move)
        if people:
            place = os.path.join(folder, f"move{move}")
            os.mkdir(place)
            found.append(Small(place, binaries, rows_of(people), counts))
    return found


# ---- what is compared ------------------------------------------------------------------------


def first_difference(one, other):
    for ours, theirs in zip(one, other):
        if ours != theirs:
            ours, theirs = str(ours).splitlines(), str(theirs).splitlines()
            different = [pair for pair in zip(ours, theirs) if pair[0] != pair[1]]
            return " | ".join(different[0]) if different else "more lines"
    return None


def hidden_places(small, by):
    """Rows of a table of respondents that are hidden, as `weight` names them."""
    rows = csv.DictReader(io.StringIO(small.respondents(by)[0]))
    names = by.split(",")
    return {", ".join(row[name] if name == "institution" else f"{name} {row[name]}" for name in names)
            for row in rows if not row["estimate"]}


def attack(surveys, commands, told):
    first = surveys[0]
    for by in ("all", "institution", "grade", "institution,grade"):
        for twin in surveys[1:]:
            difference = first_difference(first.respondents(by), twin.respondents(by))
            if difference:
                yield f"summary --by {by}: {difference}"
    for words in commands:
        for form in (["--format", "csv"], ["--format", "json", "--quiet", "--show-r"])[:1 if "--trim" in words else 2]:
            said = first.weight(*words, *form)
            told["failed" if said[2] else "hiding" if "threshold" in said[0] else "plain"] += 1
            for twin in surveys[1:]:
                theirs = twin.weight(*words, *form)
                difference = first_difference(said, theirs)
                if difference and not said[2] and not theirs[2]:
                    yield f"{' '.join(words + form)}: {difference}"
        yield from attack_rows(first, words)


def attack_rows(small, words):
    """A row tells how many are in it where a table of respondents does, and nowhere else."""
    out, _, code = small.weight(*words, "--format", "csv")
    for row in csv.DictReader(io.StringIO(out)) if code == 0 else ():
        by = row["table"].replace(" ", "").replace("*", ",")
        hidden = row["row"] in hidden_places(small, by)
        if hidden and any(row[column] for column in ("n", "share_before", "share_after", "mean_weight")):
            yield f"{' '.join(words)}: {row}"


def main():
    found, told = 0, {"failed": 0, "hiding": 0, "plain": 0}
    small = "--small" in sys.argv
    seeds = [int(word) for word in sys.argv[2:] if word != "--small"]
    for seed in seeds:
        with tempfile.TemporaryDirectory() as folder:
            surveys = make(random.Random(seed), folder, sys.argv[1])
            leaks = sorted(set(attack(surveys, WEIGHTS[seed % 3::3] if small else WEIGHTS, told)))
        for leak in leaks:
            print(f"seed {seed}: {leak}")
        found += len(leaks)
    print(f"{len(seeds)} surveys; commands that hide rows, do not, or fail: {told}; {found} leaks")
    sys.exit(1 if found or not told["hiding"] or not told["plain"] else 0)


if __name__ == "__main__":
    main()
