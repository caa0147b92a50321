"""Tries to work out from everything that the programs print what fewer than the
threshold of respondents answered. Knows the true answers only to name what it finds.

    attack.py BIN [--small] SEED...

Every printed mean with its n is a sum over a set of people. The attacks, for each
measure: a set below the threshold; the difference of two sets, one within the other,
below the threshold, or, of a share, with all but two people on one side; and any
linear combination at all that leaves fewer people than the threshold."""

import random
import sys
import tempfile

import brief
import hesa
import survey
from measures import value
from releases import SCALE_OF, Survey

PRIME = (1 << 61) - 1
ROUNDS = 60
MEASURES = ("pillar:voice,pillar:voice:positive,heard,heard:positive,named,named:positive,days,respondents,"
            "heard=1,heard=2,heard=3,heard=4,heard=5,heard=na,named=yes,named=no,role=lab,role=workshop,role=farm")


# ---- what is asked for -----------------------------------------------------------------


def ask(asked):
    store, waves = asked.store, survey.WAVES
    latest = waves[-1:]
    summary = ["summary", store, "--measure", MEASURES]
    for by in ("all", "institution", "group", "cohort", "stage", "role", "site", "role,site", "institution,site",
               "institution,role", "stage,site"):
        asked.take(summary + ["--by", by], latest)
        asked.take(["answers", store, "--measure", "items,role", "--by", by], latest)
    for by in ("wave", "wave,institution", "wave,site"):
        asked.take(summary + ["--by", by], waves)
    asked.take(["answers", store, "--measure", "heard,named,role", "--by", "wave,institution"], waves)
    for by in ("all", "institution", "group", "cohort", "stage", "site"):
        asked.take(summary + ["--wave", "all", "--by", by], waves)
        asked.take(["answers", store, "--wave", "all", "--by", by], waves)
    asked.take(["compare", store, "--measure", MEASURES_COMPARED], latest,
               lambda row, people: asked.domain({"wave": row["wave"]}, latest))
    for by in ("site", "role", "institution", "group", "cohort", "stage"):
        asked.take(["trend", store, "--measure", MEASURES_COMPARED, "--by", by], waves)
    for place in sorted({person["place"] for person in asked.people}):
        ask_of_one(asked, place, latest)


BRIEFS = ("i00", "i03", "i07", "i16", "i26")
MEASURES_COMPARED = "pillar:voice,heard,heard:positive,named"


def ask_of_one(asked, place, latest):
    everyone = asked.domain({}, latest)
    comparators = {"sector": lambda row, people: everyone, "others": lambda row, people: everyone & ~people}
    for name in asked.groups:
        comparators["group:" + name] = lambda row, people, name=name: asked.domain({"group": name}, latest)
    for against, comparator in comparators.items():
        asked.take(["benchmark", asked.store, "--institution", place, "--against", against, "--measure",
                    MEASURES_COMPARED], latest, comparator)
    asked.take(["trend", asked.store, "--institution", place, "--measure", MEASURES_COMPARED], survey.WAVES)


# ---- single numbers and pairs --------------------------------------------------------------


def tells_everybody(ones, n):
    return ones is not None and (ones <= 2 or n - ones <= 2)


def at_an_end(asked, key, people):
    """Whether the mean of a measure tells what nearly everybody answered: one of a
    few answers, all the same or at most two steps from an end together."""
    if key == "respondents" or " in " in key or "=" in key:
        return False
    values = [value(key, person) for i, person in enumerate(asked.people) if people >> i & 1]
    if len(set(values)) == 1:
        return True
    return key == "heard" and min(sum(x - 1 for x in values), sum(5 - x for x in values)) <= 2


def attack_alone(asked, release):
    n = asked.count(release.people)
    if at_an_end(asked, release.key, release.people):
        yield f"all alike, or nearly all at an end: {release}"
    if n < survey.THRESHOLD:
        yield f"fewer than {survey.THRESHOLD}: {release}"
    elif tells_everybody(release.ones, n):
        yield f"{release.ones} of {n}: {release}"


def attack_pair(asked, whole, part):
    rest = whole.people & ~part.people
    if part.people & ~whole.people or not rest:
        return
    n = asked.count(rest)
    if n < survey.THRESHOLD:
        yield f"{n} left: {whole} minus {part}"
    elif at_an_end(asked, whole.key, rest):
        yield f"all alike, or nearly all at an end, are left: {whole} minus {part}"
    elif whole.ones is not None and tells_everybody(whole.ones - part.ones, n):
        yield f"{whole.ones - part.ones} of {n} left: {whole} minus {part}"


# ---- linear combinations ---------------------------------------------------------------------


def atoms_of(sets):
    """People who are in the same sets, as one column each: (size, column of every set)."""
    signatures = {}
    top = 0
    for people in sets:
        top |= people
    person = 0
    while top >> person:
        if top >> person & 1:
            signature = tuple(people >> person & 1 for people in sets)
            signatures.setdefault(signature, []).append(person)
        person += 1
    return signatures


def light_vectors(rows, weights, limit, draw):
    """Combinations over GF(2) whose columns weigh less than [limit]: elimination under
    many orders of the columns, each of which leaves sparse rows."""
    columns = list(range(len(weights)))
    found = set()
    for attempt in range(ROUNDS):
        draw.shuffle(columns)
        if attempt % 2 == 0:
            columns.sort(key=lambda column: -weights[column])
            for i in range(0, len(columns) - 8, 8):
                columns[i:i + 8] = draw.sample(columns[i:i + 8], 8)
        reduced = eliminate(list(rows), columns)
        for row in reduced:
            weight = sum(weights[column] for column in columns if row >> column & 1)
            if row and weight < limit:
                found.add(row)
    return found


def eliminate(rows, columns):
    done = 0
    for column in columns:
        pivot = next((i for i in range(done, len(rows)) if rows[i] >> column & 1), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        for i, row in enumerate(rows):
            if i != done and row >> column & 1:
                rows[i] = row ^ rows[done]
        done += 1
    return rows[:done]


def echelon(rows, width):
    """The rows over the field of PRIME, each with a leading one."""
    basis = []
    for row in rows:
        row = [row >> column & 1 for column in range(width)]
        row = reduce(row, basis)
        lead = next((i for i, x in enumerate(row) if x), None)
        if lead is not None:
            inverse = pow(row[lead], PRIME - 2, PRIME)
            basis.append((lead, [x * inverse % PRIME for x in row]))
            basis.sort(key=lambda pair: pair[0])
    return basis


def reduce(row, basis):
    for lead, pivot in basis:
        factor = row[lead]
        if factor:
            row = [(x - factor * y) % PRIME for x, y in zip(row, pivot)]
    return row


def attack_combinations(asked, key, releases, draw):
    if not releases:
        return
    sets = sorted({release.people for release in releases})
    atoms = list(atoms_of(sets).items())
    weights = [len(people) for _, people in atoms]
    rows = [sum(signature[i] << column for column, (signature, _) in enumerate(atoms)) for i in range(len(sets))]
    candidates = light_vectors(rows, weights, survey.THRESHOLD, draw)
    candidates |= {1 << column for column, weight in enumerate(weights) if weight < survey.THRESHOLD}
    basis = echelon(rows, len(atoms))
    for candidate in sorted(candidates):
        vector = [candidate >> column & 1 for column in range(len(atoms))]
        if any(reduce(vector, basis)):
            continue
        people = [asked.people[i] for column, (_, members) in enumerate(atoms) if candidate >> column & 1 for i in members]
        places = sorted({(person["year"], person["place"], person["role"], person["site"]) for person in people},
                        key=str)
        yield f"[{key}] a combination isolates {len(people)}: {places}"


# ---- one question ------------------------------------------------------------------------------


def weights_of(variable, key):
    """What a measure of [variable] adds up, by code; None when it is no such measure."""
    if key == variable + "=na":
        return {"na": 1}
    codes = [code[1] for code in survey.SCALES if code[0] == SCALE_OF[variable] and code[4] == "substantive"]
    if key == variable:
        numbers = {"yes": 1, "no": 0}
        return {code: numbers[code] if code in numbers else int(code) for code in codes if variable != "role"}
    if key == variable + ":positive":
        return {code: int(code in ("4", "5", "yes")) for code in codes}
    for mark in ("=", " in "):
        if key.startswith(variable + mark):
            inside = key[len(variable + mark):].split("|")
            return {code: int(code in inside) for code in codes} if set(inside) <= set(codes) else None
    return None


def row_of(atoms, codes, people, weights):
    """Coefficients of the unknowns: how many of each atom gave each answer; an atom is
    of those whose answers count, or of those who said that none applies."""
    return [weights.get(code, 0) if people >> members[0] & 1 and (code == "na") != counts else 0
            for members, counts in atoms for code in codes]


def reduced(rows):
    """A basis of the rows over the field of PRIME, none with an entry in another's lead."""
    basis = {}
    for row in rows:
        row = reduce(row, basis.items())
        lead = next((i for i, x in enumerate(row) if x), None)
        if lead is None:
            continue
        inverse = pow(row[lead], PRIME - 2, PRIME)
        row = [x * inverse % PRIME for x in row]
        for other, line in basis.items():
            if line[lead]:
                basis[other] = reduce(line, [(lead, row)])
        basis[lead] = row
    return basis


def secrets_of(asked, variable, codes, people):
    """What nobody may learn of these people's answers: (words, codes)."""
    answered = people & asked.answered_codes(variable)
    n = asked.count(answered)
    if 0 < n < survey.THRESHOLD:
        yield f"how many of {n} answered", codes
    for code in codes:
        ones = asked.count(answered & asked.gave(variable, code))
        if 0 < n < survey.THRESHOLD or n and tells_everybody(ones, n):
            yield f"that {ones} of {n} answered {code}", [code]


def attack_question(asked, variable, tables, wave):
    """Solves everything that tables by one name print about a question in one wave."""
    codes = [code[1] for code in survey.SCALES if code[0] == SCALE_OF[variable] and code[4] == "substantive"]
    known = {}
    for release in asked.releases:
        weights = weights_of(variable, release.key)
        if weights and any(names <= tables and len(names) < 2 for names in release.tables) \
                and not release.people & ~asked.domain({"wave": wave}, [wave]):
            known[release.people, tuple(sorted(weights.items()))] = weights
            known[release.people, None] = {code: 1 for code in codes + ["na"]}
    places = [asked.domain({"wave": wave, name: place}, [wave]) for name in sorted(tables)
              for place in asked.places(name)]
    answered = asked.answered_codes(variable)
    sets = {people for people, _ in known} | {people & answered for people in places} | {answered}
    atoms = [(members, answered >> members[0] & 1 == 1) for members in atoms_of(sorted(sets)).values()]
    basis = reduced([row_of(atoms, codes + ["na"], people, weights) for (people, _), weights in known.items()])
    for people in places:
        for words, inside in secrets_of(asked, variable, codes, people):
            row = row_of(atoms, codes + ["na"], people & answered, {code: 1 for code in inside})
            if not any(reduce(row, basis.items())):
                who = sorted({(person["place"], person["role"], person["site"])
                              for i, person in enumerate(asked.people) if people >> i & 1}, key=str)[:3]
                yield f"[{variable}] it follows {words}: {wave} {who}"


# ---- everything together ------------------------------------------------------------------------------


# Breakdowns by two names that are read beside one another: each with every breakdown by one.
TABLES = ({"institution", "site"}, {"institution", "role"}, {"role", "site"}, {"group", "site"},
          {"stage", "site"})


def attack(asked, seed):
    by_key = {}
    for release in asked.releases:
        yield from attack_alone(asked, release)
        known = by_key.setdefault(release.key, {}).setdefault(release.people, release)
        known.tables |= release.tables
    for key, releases in by_key.items():
        distinct = sorted(releases.values(), key=lambda release: asked.count(release.people))
        for i, part in enumerate(distinct):
            for whole in distinct[i + 1:]:
                yield from attack_pair(asked, whole, part)
        for tables in TABLES:
            seen = [release for release in distinct if release.is_in(tables)]
            yield from attack_combinations(asked, key, seen, random.Random(seed))


# ---- the program ------------------------------------------------------------------------------


def attack_questions(asked):
    for wave in survey.WAVES:
        for variable in ("heard", "named", "role"):
            yield from attack_question(asked, variable, {"institution", "group", "cohort", "stage"}, wave)
            yield from attack_question(asked, variable, {"site"}, wave)


def main():
    found = 0
    small = "--small" in sys.argv
    for seed in map(int, [word for word in sys.argv[2:] if word != "--small"] or ["1"]):
        with tempfile.TemporaryDirectory() as folder:
            people, groups = survey.make(folder, seed, 20 if small else 40)
            asked = Survey(sys.argv[1], folder, people, groups)
            asked.run("trig-collect", "init", asked.store, "--survey", folder + "/definition")
            for wave in survey.WAVES:
                asked.run("trig-collect", "ingest", asked.store, f"{folder}/{wave}.csv")
            ask(asked)
            for place in BRIEFS[:1] if small else BRIEFS:
                brief.take(asked, place)
            rounded = hesa.check_all(asked, MEASURES, MEASURES_COMPARED, BRIEFS[0])
            leaks = asked.mistakes + sorted(set(attack(asked, seed)) | set(attack_questions(asked)))
        for leak in leaks:
            print(f"seed {seed}: {leak}")
        print(f"seed {seed}: {len(people)} respondents, {len(asked.releases)} numbers, {rounded} rounded, {len(leaks)} leaks")
        found += len(leaks)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
