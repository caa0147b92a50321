"""Tries to work out from response rates what may not be known: how many answered at a
hidden place, how many of them in part, how many are out of scope. Small synthetic
surveys in which the people of some places are counted and of others are not; whoever
reads the rates knows the counts, and all tables of respondents besides.

    rates.py BIN SEED...

What is printed are sums over places, grades and waves. Every set of those whose sum
follows is looked at, not only single ones; of respondents those that the rates add to
what tables of respondents tell, which attack.py is about."""

import csv
import io
import os
import random
import subprocess
import sys
import tempfile

from attack import echelon, reduce

THRESHOLD, NUMERATOR = 10, 2
GRADES = ("lab", "shop")
TOLERANCE = 1e-9


def write(folder, name, rows):
    with open(os.path.join(folder, name + ".csv"), "w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


class Small:
    """A survey of a few places, as made; `atoms` are (wave, place, grade)."""

    def __init__(self, folder, binaries, seed):
        self.binaries, self.folder, self.mistakes = binaries, folder, []
        draw = random.Random(seed)
        self.waves = ("w1", "w2")[:draw.choice((1, 1, 2))]
        self.grades = GRADES if draw.random() < 0.5 else GRADES[:1]
        self.places = [f"i{i}" for i in range(draw.randint(2, 6 if len(self.waves) * len(self.grades) < 3 else 3))]
        self.groups = {"north": self.places[:-1], "south": self.places[1:]}
        self.people = []
        for wave in self.waves:
            for place in self.places:
                self.people += self.draw_people(draw, wave, place)
        self.counts = self.draw_counts(draw)
        self.atoms = sorted({(p["wave"], p["place"], p["grade"]) for p in self.people if p["staff"] == "yes"})
        self.store = os.path.join(folder, "small.trig")
        self.write()

    def draw_people(self, draw, wave, place):
        partial, outside = draw.choice((0, 0.03, 0.1, 0.4)), draw.choice((0, 0.05, 0.3))
        return [{"wave": wave, "place": place, "grade": draw.choice(self.grades),
                 "staff": "no" if draw.random() < outside else "yes",
                 "state": "partial" if draw.random() < partial else "complete"}
                for _ in range(draw.choice((4, 8, 12, 20, 40)))]

    def draw_counts(self, draw):
        """People by (wave, place, grade), or grade "" where they are counted by place only."""
        found = {}
        for wave in self.waves:
            for place in self.places:
                kind, size = draw.choice(("none", "place", "grades", "grades")), draw.choice((6, 20, 60))
                if kind == "place":
                    found[wave, place, ""] = size
                elif kind == "grades":
                    found.update({(wave, place, grade): size + i for i, grade in enumerate(self.grades)})
        return found

    def write(self):
        folder = os.path.join(self.folder, "survey")
        os.mkdir(folder)
        write(folder, "survey", [("key", "value"), ("id", "small"), ("title", "Synthetic")])
        write(folder, "institutions", [("id", "name")] + [(place, place) for place in self.places])
        write(folder, "groups", [("group", "institution")] + [(g, i) for g in self.groups for i in self.groups[g]])
        write(folder, "waves", [("id", "label", "opened")] + [(w, w, f"20{20 + i}-01-01") for i, w in enumerate(self.waves)])
        write(folder, "scales", [("scale", "code", "label")] + [("yes", x, x) for x in ("yes", "no")]
              + [("grade", x, x) for x in GRADES])
        write(folder, "variables", [("name", "role", "type", "scale", "eligible"),
                                    ("place", "institution", "nominal", "", ""), ("wave", "wave", "nominal", "", ""),
                                    ("grade", "attribute", "nominal", "grade", ""),
                                    ("staff", "attribute", "nominal", "yes", "yes"), ("state", "status", "nominal", "", "")])
        write(folder, "population", [("wave", "institution", "grade", "count")]
              + [(*key, count) for key, count in self.counts.items()])
        columns = ("place", "wave", "grade", "staff", "state")
        write(self.folder, "export", [columns] + [[p[c] for c in columns] for p in self.people])
        self.run("trig-collect", "init", self.store, "--survey", folder)
        self.run("trig-collect", "ingest", self.store, os.path.join(self.folder, "export.csv"), "--keep-partial")

    def run(self, program, *words):
        done = subprocess.run([os.path.join(self.binaries, program), *words], capture_output=True, text=True)
        if done.returncode:
            self.mistakes.append(f"{' '.join(words)}: exit {done.returncode}\n{done.stderr}")
        return list(csv.DictReader(io.StringIO(done.stdout)))

    def counts_grades(self):
        return any(grade for _, _, grade in self.counts)

    # ---- what a row is of ----------------------------------------------------------------

    def domain(self, row, waves):
        """Those in scope whom the row's place describes, as indices of atoms."""
        waves = {row["wave"]} if row.get("wave") else set(waves)
        return {i for i, (wave, place, grade) in enumerate(self.atoms)
                if wave in waves and (not row.get("institution") or place == row["institution"])
                and (not row.get("group") or place in self.groups[row["group"]])
                and (not row.get("grade") or grade == row["grade"])}

    def counted(self, atoms, by_grade):
        """Of these, those whose people are counted, and how many people there are."""
        found, people = set(), 0
        for wave, place in sorted({self.atoms[i][:2] for i in atoms}):
            here = {i for i in atoms if self.atoms[i][:2] == (wave, place)}
            keys = [(wave, place, self.atoms[i][2]) for i in here] if by_grade else \
                   [key for key in self.counts if key[:2] == (wave, place)]
            if keys and all(key in self.counts for key in keys):
                found |= here
                people += sum(self.counts[key] for key in keys)
        return found, people

    def count(self, atoms, inside=lambda person: True):
        keys = {self.atoms[i] for i in atoms}
        return sum((p["wave"], p["place"], p["grade"]) in keys and p["staff"] == "yes" and inside(p) for p in self.people)

    def outside(self, atoms):
        """Those out of scope, who are known by whole places."""
        places = {self.atoms[i][:2] for i in atoms}
        return sum((p["wave"], p["place"]) in places and p["staff"] == "no" for p in self.people)


# ---- what is printed ---------------------------------------------------------------------------


def close(printed, truth):
    return abs(float(printed) - truth) <= TOLERANCE * max(1.0, abs(truth))


def read(small, by, wave):
    """Yields (what, atoms): the sums of `what` over `atoms` that one breakdown tells."""
    words = [small.store, "--by", by, "--format", "csv", "--quiet"] + (["--wave", "all"] if wave == "all" else [])
    waves = small.waves if wave == "all" or "wave" in by else small.waves[-1:]
    for row in small.run("trig-analyze", "summary", *words, "--measure", "respondents"):
        if not row["estimate"]:
            continue
        atoms = small.domain(row, waves)
        yield "respondents", atoms
        if not row["response_rate"]:
            continue
        counted, people = small.counted(atoms, "grade" in by)
        if not close(row["population"], people) or not close(row["response_rate"], small.count(counted) / people):
            small.mistakes.append(f"--by {by}: rate {row['response_rate']} of {row['population']}")
        yield "rates", counted
    modes = ("eligible",) if "grade" in by else ("eligible", "everybody")
    for mode in modes:
        for row in small.run("trig-analyze", "response", *words, "--counted", mode):
            if row["estimate"]:
                yield from read_rate(small, row, mode, small.counted(small.domain(row, waves), "grade" in by))


def read_evenness(small, by):
    """Of representativeness: each category tells a rate, R how many it is of."""
    words = [small.store, "--on", "grade", "--by", by, "--format", "csv", "--quiet"]
    waves = small.waves if by == "wave" else small.waves[-1:]
    for row in small.run("trig-analyze", "representativeness", *words):
        if not row["estimate"] or row["measure"] == "grade" and not row["grade"] and row["statistic"] != "R":
            continue
        atoms = small.domain(row, waves)
        if "too small" not in row["note"]:
            atoms = small.counted(atoms, True)[0]
        if int(row["n"]) != small.count(atoms):
            small.mistakes.append(f"--on grade --by {by}: {row}")
        yield "rates", atoms


def read_rate(small, row, mode, counted):
    atoms, people = counted
    complete = small.count(atoms, lambda person: person["state"] == "complete")
    every = small.count(atoms)
    outside = small.outside(atoms) if mode == "everybody" else 0
    eligible = every / (every + outside) if row["statistic"] in ("RR3", "RR4") else 1.0
    answered = complete if row["statistic"] in ("RR1", "RR3") else every
    truth = answered / (every + eligible * (people - every - outside))
    if not close(row["estimate"], truth) or not close(row["population"], people):
        small.mistakes.append(f"{row}: {truth} of {people}")
    yield "rates", atoms
    if answered == complete and row["statistic"] in ("RR1", "RR3"):
        yield "partial", atoms
    if mode == "everybody":
        yield "outside", atoms


# ---- what follows --------------------------------------------------------------------------------


def basis_of(sets, width):
    return echelon([sum(1 << i for i in atoms) for atoms in sets], width)


def following(basis, width):
    """Every set of atoms whose sum follows."""
    for bits in range(1, 1 << width):
        if not any(reduce([bits >> i & 1 for i in range(width)], basis)):
            yield {i for i in range(width) if bits >> i & 1}


def tells(ones, n):
    return n < THRESHOLD or min(ones, n - ones) <= NUMERATOR


def attack(small):
    known = {"respondents": [], "rates": [], "partial": [], "outside": []}
    breakdowns = ["all", "institution", "group", "wave", "wave,institution"]
    breakdowns += ["grade", "institution,grade", "group,grade"] if len(small.grades) > 1 else []
    for by in breakdowns:
        for wave in ("latest", "all") if "wave" not in by else ("latest",):
            for what, atoms in read(small, by, wave):
                known[what].append(frozenset(atoms))
    for by in ("all", "institution", "group", "wave") if len(small.grades) > 1 and small.counts_grades() else ():
        for what, atoms in read_evenness(small, by):
            known[what].append(frozenset(atoms))
    names = lambda atoms: [small.atoms[i] for i in sorted(atoms)]
    width = len(small.atoms)
    plain = basis_of(set(known["respondents"]), width)
    for atoms in following(basis_of(set(known["respondents"]) | set(known["rates"]), width), width):
        if small.count(atoms) < THRESHOLD and any(reduce([int(i in atoms) for i in range(width)], plain)):
            yield f"{small.count(atoms)} respondents at {names(atoms)}"
    for atoms in following(basis_of(set(known["partial"]), width), width):
        ones = small.count(atoms, lambda person: person["state"] == "partial")
        if tells(ones, small.count(atoms)):
            yield f"{ones} of {small.count(atoms)} partial at {names(atoms)}"
    yield from attack_outside(small, set(known["outside"]), names)
    small.told = {what: len(set(sets)) for what, sets in known.items()}


def attack_outside(small, sets, names):
    """Those out of scope are known by place: of all grades there, whoever is in the row."""
    places = sorted({atom[:2] for atom in small.atoms})
    whole = [frozenset(places.index(small.atoms[i][:2]) for i in atoms) for atoms in sets]
    for found in following(basis_of(set(whole), len(places)), len(places)):
        atoms = {i for i, atom in enumerate(small.atoms) if places.index(atom[:2]) in found}
        ones = small.outside(atoms)
        if tells(ones, small.count(atoms) + ones):
            yield f"{ones} beside {small.count(atoms)} out of scope at {names(atoms)}"


def main():
    found, told = 0, {}
    for seed in map(int, sys.argv[2:]):
        with tempfile.TemporaryDirectory() as folder:
            small = Small(folder, sys.argv[1], seed)
            leaks = list(attack(small))
        for leak in small.mistakes + leaks:
            print(f"seed {seed}: {leak}")
        found += len(small.mistakes) + len(leaks)
        told = {what: told.get(what, 0) + count for what, count in small.told.items()}
    print(f"{len(sys.argv) - 2} surveys; sums that are told: {told}; {found} leaks")
    sys.exit(1 if found or not all(told.values()) else 0)


if __name__ == "__main__":
    main()
