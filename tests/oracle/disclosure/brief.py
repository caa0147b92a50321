"""A brief's files: its tables are taken in as those of the commands are, and every
number in the data of its charts and in its findings has to be one of the tables'."""

import csv
import html
import os
import re

import survey

PLACES = ("percents", "ticks", "ends", "leaders")  # data that say where a text stands

def numbers_in(rows):
    """What the tables print, as written and in percent."""
    found = set()
    for row in rows:
        for cell in row.values():
            try:
                number = float(cell)
            except (TypeError, ValueError):
                continue
            found |= {abs(number), abs(100.0 * number)}
    return found


def is_known(number, known):
    """Data are written with ten digits."""
    return any(abs(abs(number) - other) <= 1e-7 * max(1.0, other) for other in known)


def data_mistakes(path, known):
    """Numbers of a chart's data that are in no table; what places text and lines on
    the page is whole, or lies between bars."""
    section = ""
    for line in open(path, encoding="utf-8"):
        if line.startswith("#"):
            section = line[1:].strip()
            continue
        fields = line.rstrip("\n").split("\t")
        if section == "bars" and len(fields) > 2 and re.fullmatch(r"-?[0-9.e+-]+", fields[1]):
            width = float(fields[2]) - float(fields[1])
            if not any(abs(width - other) <= 1e-5 for other in known):
                yield f"a bar {width} wide"
            continue
        if section.startswith(PLACES):
            continue
        for field in fields:
            if re.fullmatch(r"-?[0-9]+\.[0-9]{4,}", field) and not is_known(float(field), known):
                yield f"{section}: {field}"


def finding_mistakes(page, known):
    """Numbers of the findings' sentences that are in no table."""
    start = page.index('id="findings"')
    text = html.unescape(re.sub(r"<[^>]+>", " ", page[start:page.index("<h2", page.index("<h2", start) + 3)]))
    rounded = {f"{number:.1f}" for number in known}
    for number in re.findall(r"[0-9]+\.[0-9]", text):
        if number not in rounded:
            yield f"a finding says {number}"


def take(asked, place):
    """Makes the brief of one institution and takes it in."""
    folder = os.path.join(asked.folder, "brief-" + place)
    asked.run("trig-analyze", "report", asked.store, "--institution", place, "--charts", "svg", "--show-r", "--out",
              folder, "--quiet", codes=(0, 1))
    if not os.path.isdir(folder):
        return
    known = set()
    latest = survey.WAVES[-1:]
    for name in sorted(os.listdir(folder + "/tables")):
        if not name.endswith(".csv"):
            continue
        rows = list(csv.DictReader(open(f"{folder}/tables/{name}", encoding="utf-8")))
        comparator = None
        if name in ("benchmark.csv", "compare.csv"):
            comparator = lambda row, people: asked.domain({"wave": row["wave"]}, latest)
        asked.take_rows(f"report {place} {name}", rows, survey.WAVES, comparator)
        known |= numbers_in(rows)
    for name in sorted(os.listdir(folder + "/charts")):
        if name.endswith(".dat"):
            asked.mistakes += [f"report {place} {name}: {what} is in no table"
                               for what in data_mistakes(f"{folder}/charts/{name}", known)]
    page = open(folder + "/brief.html", encoding="utf-8").read()
    asked.mistakes += [f"report {place}: {what}, which is in no table" for what in finding_mistakes(page, known)]
