"""--disclosure hesa against --disclosure threshold: whatever is printed has to be what
the threshold's rules print, rounded by a second implementation of the rounding, so
that nothing can be learnt from it that was not printed there; and no more digits,
columns or small percentages than the rules leave."""

import csv
import io
import os
import re
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

import brief

WITHHELD = ("se", "n_eff", "deff", "df", "difference_se", "difference_df", "z", "n_needed")
PEOPLE = ("n", "population")
IN_UNIT = ("estimate", "benchmark", "difference", "shrunken")
ENDS = ("ci", "difference", "comparison", "shrunken", "funnel")
LEAST = 22.5
PLACE = ("wave", "institution", "group", "role", "site", "measure", "statistic", "answer")


def nearest(number, step):
    """Halves upwards; the ninth digit decides no half."""
    steps = (Decimal(repr(float(number))) / step).quantize(Decimal("1e-9"))
    return (steps + Decimal("0.5")).to_integral_value(ROUND_FLOOR) * step


def outwards(number, step, rounding):
    return (Decimal(repr(float(number))) / step).quantize(Decimal("1e-9")).to_integral_value(rounding) * step


def is_percentage(row):
    measure = row["measure"]
    return row["statistic"] == "proportion" or measure.endswith(":positive") or "=" in measure


def step_of(row):
    if row["statistic"] in ("count", "total"):
        return Decimal(5)
    if is_percentage(row):
        return Decimal("0.01")
    if row["statistic"] in ("ratio", "correlation"):
        return Decimal("0.01")
    score = row["measure"].startswith("pillar:") and row["statistic"] not in ("slope", "mean_slope", "since_signing")
    return Decimal(1) if score else Decimal("0.1")


def rounded(row, column):
    """What [column] of the unrounded row may be printed as; None: not at all."""
    number = row[column]
    if not number or column in WITHHELD:
        return None
    if column in PEOPLE:
        return nearest(number, Decimal(5))
    if column == "response_rate":
        return nearest(number, Decimal("0.01")) if float(row["population"]) >= LEAST else None
    if column in ("p", "p_adjusted", "p_equivalence"):
        return outwards(number, Decimal("0.001"), ROUND_CEILING)
    if column in ("effect_size", "own_share", "reliability"):
        return nearest(number, Decimal("0.01"))
    if column == "detectable" or column.startswith(ENDS) and "_high" in column:
        return outwards(number, step_of(row), ROUND_CEILING)
    if column.startswith(ENDS) and "_low" in column:
        return outwards(number, step_of(row), ROUND_FLOOR)
    return nearest(number, step_of(row)) if column in IN_UNIT else Decimal(number)


def numbers_of(row):
    return {column: text for column, text in row.items()
            if text and re.fullmatch(r"-?[0-9.]+(e[-+][0-9]+)?", text) and column not in PLACE}


def rows_of(asked, words, mode):
    output = asked.run("trig-analyze", *words, "--format", "csv", "--disclosure", mode, codes=(0, 1))
    return list(csv.DictReader(io.StringIO(output)))


def is_adjusted_more(exact, text):
    """A test that is not told counts as one that found nothing: it makes no other look surer."""
    return Decimal(text) >= rounded(exact, "p_adjusted")


def compare_rows(command, exact, given, fewer):
    """Mistakes in a row and how many of its numbers were compared.
    [fewer]: the table hides percentages, whose tests are taken together with the others unseen."""
    mistakes, count = [], 0
    for column, text in numbers_of(given).items():
        expected = rounded(exact, column)
        count += 1
        if fewer and column == "p_adjusted" and is_adjusted_more(exact, text):
            continue
        if expected is None or Decimal(text) != expected:
            mistakes.append(f"{command}: {column} {text} of {exact[column]} is {expected}")
    for column in numbers_of(exact):
        if rounded(exact, column) is not None and not given[column]:
            mistakes.append(f"{command}: {column} is missing")
    return mistakes, count


def check(asked, words):
    """One command in both ways; rows are told by their place."""
    command = " ".join(words[:1] + words[2:]) + " --disclosure hesa"
    exact = {tuple(row.get(name) for name in PLACE): row for row in rows_of(asked, words, "threshold")}
    compared = 0
    rows = rows_of(asked, words, "hesa")
    fewer = any(row["suppressed"] == "percentage" for row in rows)
    for given in rows:
        place = tuple(given.get(name) for name in PLACE)
        row = exact.get(place)
        if not given["estimate"]:
            if numbers_of(given):
                asked.mistakes.append(f"{command}: a hidden row holds a number: {place}")
            if row and row["estimate"] and not (is_percentage(row) and float(row["n"]) < LEAST):
                asked.mistakes.append(f"{command}: hidden by {given['suppressed']} alone: {place}")
        elif not row or not row["estimate"]:
            asked.mistakes.append(f"{command}: shown though the threshold hides it: {place}")
        elif is_percentage(row) and float(row["n"]) < LEAST:
            asked.mistakes.append(f"{command}: a percentage of {row['n']}: {place}")
        else:
            mistakes, count = compare_rows(command, row, given, fewer)
            asked.mistakes += mistakes
            compared += count
    return compared


def check_brief(asked, place):
    """Every number of the brief's charts and findings is one of its rounded tables'."""
    folder = os.path.join(asked.folder, "hesa-" + place)
    asked.run("trig-analyze", "report", asked.store, "--institution", place, "--charts", "svg", "--disclosure", "hesa",
              "--out", folder, "--quiet", codes=(0, 1))
    if not os.path.isdir(folder):
        return
    known = set()
    for name in sorted(os.listdir(folder + "/tables")):
        if name.endswith(".csv"):
            rows = list(csv.DictReader(open(f"{folder}/tables/{name}", encoding="utf-8")))
            known |= brief.numbers_in(rows)
            asked.mistakes += [f"brief {name}: {column} {row[column]}" for row in rows for column in WITHHELD
                               if row.get(column)]
            asked.mistakes += [f"brief {name}: n {row['n']}" for row in rows if row.get("n") and int(row["n"]) % 5]
    for name in sorted(os.listdir(folder + "/charts")):
        if name.endswith(".dat"):
            asked.mistakes += [f"brief {place} {name}: {what} is in no table"
                               for what in brief.data_mistakes(f"{folder}/charts/{name}", known)]
    page = open(folder + "/brief.html", encoding="utf-8").read()
    asked.mistakes += [f"brief {place}: {what}" for what in brief.finding_mistakes(page, known)]
    if "HESA" not in page:
        asked.mistakes.append(f"brief {place}: it does not say how numbers are rounded")


def check_all(asked, measures, compared_measures, place):
    """@return how many numbers were compared."""
    store, count = asked.store, 0
    for by in ("all", "institution", "group", "role", "site", "role,site", "institution,role"):
        count += check(asked, ["summary", store, "--measure", measures, "--by", by])
        count += check(asked, ["answers", store, "--measure", "items,role", "--by", by])
    count += check(asked, ["summary", store, "--measure", "pillar:voice,days", "--statistic", "mean,sd", "--by",
                           "institution"])
    count += check(asked, ["summary", store, "--measure", "heard:positive,named=yes", "--statistic", "total", "--by", "site"])
    means = ",".join(word for word in compared_measures.split(",") if word != "named" and ":positive" not in word)
    for by in ("institution", "site"):
        count += check(asked, ["trend", store, "--measure", means, "--by", by])
    count += check(asked, ["compare", store, "--measure", means])
    count += check(asked, ["benchmark", store, "--institution", place, "--measure", compared_measures])
    for words in (["regress", store, "--outcome", "heard", "--on", "site"], ["test", store, "--measure", "heard", "--by", "site"],
                  ["reliability", store], ["summary", store, "--show-r"],
                  ["summary", store, "--measure", "days", "--statistic", "total"]):
        asked.run("trig-analyze", *words, "--disclosure", "hesa", codes=(2,))
    check_brief(asked, place)
    return count
