"""Compares tables of the programs with R's numbers of the same, as they were stored.

    stored.py NUMBERS.csv FOLDER

NUMBERS.csv holds the table (t1.csv, ... in FOLDER), its row, what it is, the expression
of R, and a number by column: to 1e-8, or 1e-12 absolute; "NA" is a cell without one."""

import csv
import math
import os
import sys

RELATIVE, ABSOLUTE = 1e-8, 1e-12
KEYS = ("table", "row", "what", "r", "call")


def read(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def number(text):
    try:
        return float(text)
    except (TypeError, ValueError):
        return math.nan


def agree(ours, theirs):
    if math.isnan(theirs) or math.isnan(ours):
        return math.isnan(theirs) and math.isnan(ours)
    return ours == theirs or math.isclose(ours, theirs, rel_tol=RELATIVE, abs_tol=ABSOLUTE)


def differences(stored, tables):
    """Yields, for every stored number, None or the sentence that says how ours differs."""
    for line in stored:
        rows = tables[line["table"]]
        place = int(line["row"]) - 1
        ours = rows[place] if place < len(rows) else {}
        for column, theirs in line.items():
            if column in KEYS or theirs == "":
                continue
            same = agree(number(ours.get(column)), number(theirs))
            yield None if same else f"{line['what']}, {column}: {ours.get(column)}, R has {theirs} ({line['r']})"


def main():
    numbers, folder = sys.argv[1:]
    stored = read(numbers)
    tables = {name: read(os.path.join(folder, f"t{name}.csv")) for name in {line["table"] for line in stored}}
    found = list(differences(stored, tables))
    wrong = [sentence for sentence in found if sentence]
    for sentence in wrong[:40]:
        print("FAILED:", sentence)
    print(f"{len(found)} stored numbers of R compared, {len(wrong)} differ")
    return 1 if wrong or not found else 0


sys.exit(main())
