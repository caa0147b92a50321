"""A synthetic survey made to be leaky: many tiny institutions, overlapping groups,
two waves, people who skip what others are told apart by. The definition, the export,
and each respondent as the attacker's judge knows them."""

import csv
import os
import random

THRESHOLD = 10
WAVES = ("2021", "2024")
OPENED = {"2021": "2021-02-01", "2024": "2024-04-01"}
LABELS = ("Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree")

SURVEY = [("key", "value"), ("id", "leaky"), ("title", "A synthetic survey of tiny institutions"),
          ("disclosure_threshold", str(THRESHOLD)), ("min_institutions", "3")]
SCALES = [("scale", "code", "label", "value", "kind", "positive", "neutral"),
          ("yesno", "yes", "Yes", "1", "substantive", "1", "0"),
          ("yesno", "no", "No", "0", "substantive", "0", "0")]
SCALES += [("agree", str(i + 1), label, str(i + 1), "substantive", int(i > 2), int(i == 2))
           for i, label in enumerate(LABELS)]
SCALES += [("agree", "na", "Not applicable", "", "not_applicable", "", "")]
SCALES += [("role", code, code.title(), "", "substantive", "", "")
           for code in ("lab", "workshop", "computing", "stores", "farm")]
SCALES += [("site", code, code.title(), "", "substantive", "", "") for code in ("north", "south")]
PILLARS = [("id", "label", "order"), ("voice", "Voice", "1")]
VARIABLES = [("name", "label", "role", "type", "scale", "pillar", "reversed", "min", "max"),
             ("id", "Response", "record", "text", "", "", "", "", ""),
             ("place", "Institution", "institution", "nominal", "", "", "", "", ""),
             ("year", "Wave", "wave", "nominal", "", "", "", "", ""),
             ("role", "Role", "attribute", "nominal", "role", "", "", "", ""),
             ("site", "Site", "attribute", "nominal", "site", "", "", "", ""),
             ("heard", "Is heard", "item", "ordinal", "agree", "voice", "", "", ""),
             ("ignored", "Is ignored", "item", "ordinal", "agree", "voice", "1", "", ""),
             ("named", "Is named", "item", "ordinal", "yesno", "voice", "", "", ""),
             ("days", "Days of training", "item", "numeric", "", "", "", "0", "100")]
ITEMS = ("heard", "ignored", "named", "days")


def write(path, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def sizes(draw, places):
    """How many respondents each institution has in each wave: a few large, many tiny."""
    found = {}
    for i in range(places):
        size = draw.choice([1, 2, 3, 4, 6, 8, 9, 10, 11, 12, 14, 17, 21, 26, 40])
        found[f"i{i:02d}"] = (max(0, size + draw.choice([-4, -2, -1, 0, 0, 3])), size)
    return found


def signed(place):
    """The day on which an institution signed, and its cohort where the file names it."""
    which = hash_of(place) % 8
    day = ("2017-05-31", "2017-05-31", "2017-09-30", "2018-04-11", "2019-12-02", "2022-06-15", "", "")[which]
    return day, {1: "May 2017", 3: "Apr 2018", 6: "Apr 2018"}.get(which, "")


def cohort_of(place):
    day, cohort = signed(place)
    months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
    return cohort or (f"{months[int(day[5:7]) - 1]} {day[:4]}" if day else None)


def stage_of(place, wave):
    """How far an institution has come when a wave opens."""
    day = signed(place)[0]
    if not day:
        return None
    (year, month, date), (to_year, to_month, to_date) = (map(int, text.split("-")) for text in (day, OPENED[wave]))
    months = 12 * (to_year - year) + to_month - month - (to_date < date)
    for limit, stage in ((0, "before signing"), (18, "up to 18 months"), (36, "18 months to 3 years")):
        if months < limit:
            return stage
    return f"{months // 36 * 3} to {months // 36 * 3 + 3} years"


def respondent(draw, number, place, wave):
    """Answers as codes; None is skipped."""
    lean = hash_of(place) % 3 - 1
    agree = lambda: str(min(5, max(1, round(draw.gauss(3.4 + 0.5 * lean, 1.2)))))
    skip = lambda answer, share: None if draw.random() < share else answer
    return {"id": f"r{number}", "place": place, "year": wave,
            "cohort": cohort_of(place), "stage": stage_of(place, wave),
            "role": skip(draw.choices(("lab", "workshop", "computing", "stores", "farm"), (50, 25, 15, 8, 2))[0], 0.008),
            "site": skip("north" if hash_of(place) % 2 else draw.choice(("north", "south")), 0.01),
            "heard": "na" if draw.random() < 0.2 else skip(agree(), 0.06),
            "ignored": skip(agree(), 0.1),
            "named": skip(draw.choices(("yes", "no"), (9, 1))[0], 0.03),
            "days": skip(str(min(100, round(draw.expovariate(0.15)))), 0.05)}


def hash_of(place):
    return int(place[1:]) * 7919 % 101


def make(folder, seed, count=40):
    """Writes the definition and one export a wave into [folder]; returns the
    respondents and the groups."""
    draw = random.Random(seed)
    counts = sizes(draw, count)
    people = []
    for index, wave in enumerate(WAVES):
        for place, both in counts.items():
            people += [respondent(draw, len(people) + i, place, wave) for i in range(both[index])]
    places = list(counts)
    groups = {"Coast": places[:6], "Hills": places[4:14], "Pair": places[14:16], "All but one": places[1:]}
    definition = os.path.join(folder, "definition")
    os.mkdir(definition)
    tables = {"survey": SURVEY, "scales": SCALES, "pillars": PILLARS, "variables": VARIABLES,
              "institutions": [("id", "name", "signed", "cohort")]
              + [(place, f"Institution {place}", *signed(place)) for place in places],
              "groups": [("group", "institution", "from", "to")]
              + [(name, place, "", "") for name, members in groups.items() for place in members],
              "waves": [("id", "label", "opened", "closed", "time"),
                        ("2021", "First", OPENED["2021"], "2021-03-01", "2021"),
                        ("2024", "Second", OPENED["2024"], "2024-05-01", "2024")],
              "population": [("wave", "institution", "count")]
              + [(wave, place, both[i] + 3 + hash_of(place) % 20)
                 for place, both in counts.items() for i, wave in enumerate(WAVES)]}
    for name, rows in tables.items():
        write(os.path.join(definition, name + ".csv"), rows)
    columns = [row[0] for row in VARIABLES[1:]]
    for wave in WAVES:
        write(os.path.join(folder, wave + ".csv"),
              [columns] + [[person[c] or "" for c in columns] for person in people if person["year"] == wave])
    return people, groups
