"""What another program reads from an exported file, beside the export as CSV and the definition beside it.

    elsewhere.py pandas FILE.dta OUT.csv DEFINITION
    elsewhere.py pspp VALUES.csv LABELS.csv OUT.csv DEFINITION

Says every difference, and how many answers, labels and missing kinds were compared.
"""

import csv
import sys
from datetime import datetime, timedelta

LONGEST = {"pandas": 2045, "pspp": 32766}


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


class Cell:
    """A value, its label, and whether the program takes it for missing."""

    def __init__(self, value, label, is_missing):
        self.value, self.label, self.is_missing = value, label, is_missing


def read_pandas(path):
    from pandas.io.stata import StataMissingValue, StataReader

    with StataReader(path, convert_categoricals=False, convert_missing=True, convert_dates=False) as reader:
        data = reader.read()
        sets = reader.value_labels()
        names = reader.lbllist if hasattr(reader, "lbllist") else reader._lbllist
        labels = {name: sets.get(which, {}) for name, which in zip(data.columns, names)}
        titles = reader.variable_labels()
    start = datetime(1960, 1, 1)

    def cell(name, value):
        if isinstance(value, StataMissingValue):
            kind = 2147483621 + (ord(value.string[1]) - 96 if len(value.string) > 1 else 0)
            return Cell(value.string, labels[name].get(kind, ""), True)
        if name == "when":
            return Cell(start + timedelta(milliseconds=float(value)), "", False)
        return Cell(value, labels[name].get(value, "") if not isinstance(value, str) else "", False)

    return [{name: cell(name, row[name]) for name in data.columns} for _, row in data.iterrows()], titles


def read_pspp(values, labels):
    out = []
    for value, label in zip(rows(values), rows(labels)):
        cells = {}
        for name, text in value.items():
            if name == "when" and text.strip():
                text = datetime.strptime(text, "%m/%d/%Y %H:%M:%S")
            flag = value.get("miss_" + name)
            shown = label[name].strip() if label[name] != value[name] else ""
            cells[name] = Cell(text, shown, flag == "1" if flag else not str(text).strip())
        out.append(cells)
    return out, None


class Comparison:
    def __init__(self, program, definition):
        self.program = program
        self.variables = {row["name"]: row for row in rows(definition + "/variables.csv")}
        self.scales = {}
        for row in rows(definition + "/scales.csv"):
            self.scales.setdefault(row["scale"], {})[row["code"]] = row
        self.counts = {"answers": 0, "labels": 0, "missing kinds": 0, "titles": 0}

    def same(self, what, where, seen, expected):
        self.counts[what] += 1
        if seen != expected:
            print(f"{where}: {what}: {self.program} has {seen!r}, not {expected!r}")

    def missing(self, where, cell, why):
        """A cell without an answer; [why] is its kind's label, or nothing."""
        self.same("missing kinds", where, (cell.is_missing, cell.label), (True, why))

    def coded(self, where, cell, text, scale, why):
        if not text:
            return self.missing(where, cell, why)
        code = self.scales[scale][text]
        if code["kind"] != "substantive":
            return self.missing(where, cell, code["label"])
        self.same("labels", where, (cell.is_missing, cell.label), (False, code["label"]))
        position = list(self.scales[scale]).index(text) + 1
        value = float(text) if text.isdigit() else position
        self.same("answers", where, float(cell.value), value)

    def several(self, where, row, name, text, scale):
        for code in self.scales[scale]:
            cell = row[f"{name}_{code}"]
            if text:
                self.same("answers", where, float(cell.value), float(code in text.split("|")))
            else:
                self.missing(where, cell, "")

    def measured(self, where, cell, text, kind, why):
        if not text and kind != "text":
            return self.missing(where, cell, why)
        if kind == "numeric":
            return self.same("answers", where, float(cell.value), float(text))
        if kind == "date":
            time = datetime.fromisoformat(text)
            return self.same("answers", where, cell.value, time)
        whole = text.encode()[: LONGEST[self.program]].decode(errors="ignore").replace("\r\n", "\n")
        return self.same("answers", where, str(cell.value).rstrip(), whole.rstrip())

    def record(self, number, row, expected):
        kinds = dict(part.split("=") for part in expected["#missing"].split("|") if part)
        for name, text in expected.items():
            if name == "#missing":
                self.same("answers", f"record {number}, {name}", row["trig_missing"].value.strip(), text)
                continue
            variable, where = self.variables[name], f"record {number}, {name}"
            why = f"({kinds[name]})" if name in kinds else ""
            if variable["type"] == "multiple":
                self.several(where, row, name, text, variable["scale"])
            elif variable["scale"]:
                self.coded(where, row[name], text, variable["scale"], why)
            else:
                kind = variable["type"] if variable["role"] != "wave" else "text"
                self.measured(where, row[name], text, "text" if kind == "nominal" else kind, why)

    def title(self, name, seen):
        variable = self.variables.get(name)
        if variable:
            self.same("titles", name, seen, variable["label"])


def main():
    program, definition = sys.argv[1], sys.argv[-1]
    read, titles = (read_pandas if program == "pandas" else read_pspp)(*sys.argv[2:-2])
    expected = rows(sys.argv[-2])
    comparison = Comparison(program, definition)
    if len(read) != len(expected):
        print(f"{program} has {len(read)} records, not {len(expected)}")
    for number, (row, text) in enumerate(zip(read, expected), 1):
        comparison.record(number, row, text)
    for name, seen in (titles or {}).items():
        comparison.title(name, seen)
    print(len(read), "records;", ", ".join(f"{n} {what}" for what, n in comparison.counts.items()))


main()
