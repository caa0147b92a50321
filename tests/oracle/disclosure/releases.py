"""Everything the programs print about the leaky survey, as statements about sets of
respondents: `the mean of MEASURE among these people is ESTIMATE'. People are bits
of an integer, sets are integers."""

import csv
import io
import os
import re
import subprocess

from measures import SIDES, is_share, substantive, value
from survey import SCALES, THRESHOLD, VARIABLES

BY = ("role", "site", "cohort", "stage")
SCALE_OF = {row[0]: row[4] for row in VARIABLES}
TEXTS = ("wave", "institution", "group", "measure", "pillar", "statistic", "answer", "answer_label", "side", "basis",
         "flag", "suppressed", "note", *BY)


class Release:
    """One printed number. `people` are those behind it; `ones` of them count when it
    is a share of `key`. `tables` are the breakdowns that print it, each a set of names."""

    def __init__(self, source, key, people, ones, names):
        self.source, self.key, self.people, self.ones = source, key, people, ones
        self.tables = {names}

    def __str__(self):
        return f"{self.source} [{self.key}] n={bin(self.people).count('1')}"


    def is_in(self, names):
        """Whether a breakdown by one name, or by [names], prints it."""
        return any(len(table) < 2 or table <= names for table in self.tables)


class Survey:
    """The store, its respondents, and what was printed about them."""

    def __init__(self, binaries, folder, people, groups):
        self.binaries, self.folder, self.people, self.groups = binaries, folder, people, groups
        self.store = os.path.join(folder, "leaky.trig")
        self.releases, self.mistakes, self.names = [], [], frozenset()
        self.everyone = self.mask(lambda person: True)

    def run(self, program, *words, codes=(0,)):
        done = subprocess.run([os.path.join(self.binaries, program), *words], capture_output=True, text=True)
        if done.returncode not in codes:
            self.mistakes.append(f"{program} {' '.join(words)}: exit {done.returncode}\n{done.stderr}")
        self.diagnostics = done.stderr
        return done.stdout

    def mask(self, belongs):
        return sum(1 << i for i, person in enumerate(self.people) if belongs(person))

    def answered(self, measure):
        return self.mask(lambda person: value(measure, person) is not None)

    def gave(self, variable, code):
        return self.mask(lambda person: person[variable] == code)

    def answered_codes(self, variable):
        return self.mask(lambda person: substantive(variable, person[variable]))

    def places(self, name):
        """The categories of a breakdown by one name."""
        if name == "group":
            return sorted(self.groups)
        column = "place" if name == "institution" else name
        return sorted({person[column] for person in self.people if person[column] is not None})

    def count(self, people):
        return bin(people).count("1")

    def sum_of(self, measure, people):
        return sum(value(measure, person) for i, person in enumerate(self.people) if people >> i & 1)

    # ---- whom a row is about -----------------------------------------------------------

    def domain(self, row, waves):
        """Those whom the row's place and categories describe."""
        waves = {row["wave"]} if row.get("wave") else set(waves)
        members = set(self.groups[row["group"]]) if row.get("group") else None
        return self.mask(lambda person: person["year"] in waves
                         and (not row.get("institution") or person["place"] == row["institution"])
                         and (members is None or person["place"] in members)
                         and all(not row.get(by) or person[by] == row[by] for by in BY))

    # ---- rows into releases ---------------------------------------------------------------

    def check_row(self, source, row, measure, people):
        """What a printed row says has to be true."""
        n = self.count(people)
        if row.get("n") and int(row["n"]) != n:
            self.mistakes.append(f"{source}: n {row['n']} is {n}")
        if row["statistic"] in ("mean", "proportion"):
            truth = self.sum_of(measure, people) / n if n else None
            if truth is None or abs(float(row["estimate"]) - truth) > 1e-9 * max(1.0, abs(truth)):
                self.mistakes.append(f"{source}: {row['estimate']} is {truth}")

    def take(self, words, waves, comparator=None):
        """Runs a command and takes in every row that shows a number. [comparator]
        gives those behind a benchmark, from the row and those behind its estimate."""
        command = " ".join(words[:1] + words[2:])
        output = self.run("trig-analyze", *words, "--format", "csv", codes=(0, 1))
        rows = list(csv.DictReader(io.StringIO(output)))
        self.take_note(command, rows, waves)
        self.take_rows(command, rows, waves, comparator)

    def take_rows(self, command, rows, waves, comparator=None):
        for row in rows:
            place = [row.get(column) for column in ("wave", "institution", "group", *BY)]
            source = f"{command} | {','.join(filter(None, place))}"
            hidden = row["suppressed"] not in ("", "comparator")
            if hidden and any(row[column] for column in row if column not in TEXTS):
                self.mistakes.append(f"{source}: a hidden row holds a number")
            if not row["estimate"]:
                continue
            people = self.domain(row, waves)
            if row["statistic"] == "mean_slope":
                people = self.behind_slopes(rows, row["measure"], waves)
            if row["statistic"] == "since_signing":
                people = self.behind_signing(rows, row["measure"], waves[-1])
            self.names = frozenset(column for column in ("institution", "group", *BY) if row.get(column))
            if "answer" in row:
                apart = {other["answer"] for other in rows if other["measure"] == row["measure"]
                         and [other.get(column) for column in ("wave", "institution", "group", *BY)] == place}
                self.take_answer(source, row, people, apart)
            else:
                self.take_measure(source, row, people, comparator)

    def behind_slopes(self, rows, measure, waves):
        """Those whose slopes a mean of slopes is made of: of the rows that show theirs."""
        people = 0
        for row in rows:
            if row["statistic"] == "slope" and row["measure"] == measure and row["estimate"]:
                people |= self.domain(row, waves)
        return people

    def behind_signing(self, rows, measure, wave):
        """Those in the last wave whose institutions had signed, of the rows that are shown."""
        people = 0
        for row in rows:
            if row["wave"] == wave and row["institution"] and row["measure"] == measure and row["estimate"]:
                people |= self.domain(row, [wave])
        return people & self.mask(lambda person: person["stage"] not in (None, "before signing"))

    def take_note(self, command, rows, waves):
        """How many are in no row, where a note counts them."""
        note = re.search(r"In no row.*: ([0-9,]+) respondents", self.diagnostics)
        if not note:
            return
        left = self.mask(lambda person: person["year"] in waves)
        for row in rows:
            left &= ~self.domain(row, waves)
        if self.count(left) != int(note[1].replace(",", "")):
            self.mistakes.append(f"{command}: {note[0]} are {self.count(left)}")
        self.names = frozenset()
        self.add(command + " | in no row", "respondents", left)

    def take_measure(self, source, row, people, comparator):
        measure = row["measure"]
        answered = self.answered(measure)
        self.check_row(source, row, measure, people & answered)
        self.add(source, measure, people & answered)
        if row.get("benchmark") and comparator:
            self.add(source + ", benchmark", measure, comparator(row, people) & answered)

    def add(self, source, measure, people):
        ones = round(self.sum_of(measure, people)) if is_share(measure) else None
        self.releases.append(Release(source, measure, people, ones, self.names))

    def take_answer(self, source, row, people, apart):
        variable, answer = row["measure"], row["answer"]
        if row["statistic"] == "count":
            if int(float(row["estimate"])) < THRESHOLD:
                self.mistakes.append(f"{source}: {variable} {answer} counts {row['estimate']}")
            return
        people &= self.mask(lambda person: substantive(variable, person[variable]))
        if row["statistic"] == "mean":
            self.check_row(source, row, variable, people)
            self.add(source, variable, people)
            return
        codes = self.codes_behind(variable, row, apart)
        n = self.count(people)
        ones = self.count(people & self.mask(lambda person: person[variable] in codes))
        if int(row["n"]) != n or abs(float(row["estimate"]) - ones / n) > 1e-9:
            self.mistakes.append(f"{source}: {variable} {answer} {row['estimate']} of {row['n']} is {ones} of {n}")
        key = f"{variable} in {'|'.join(sorted(codes))}"
        self.releases.append(Release(source, key, people, ones, self.names))

    @staticmethod
    def codes_behind(variable, row, apart):
        """The codes that a printed answer stands for: [apart] are all answers that the
        same question has in the same place."""
        known = {code[1] for code in SCALES if code[0] == SCALE_OF[variable] and code[4] == "substantive"}
        answer = row["answer"]
        if answer in known:
            return {answer}
        if answer in SIDES:
            return SIDES[answer]
        taken = (apart & known) | SIDES["positive"] | (SIDES["neutral"] if "neutral" in apart else set())
        return known - taken
