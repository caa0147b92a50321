"""What the programs measure, worked out again: the value of each respondent, None
when there is none."""

SIDES = {"positive": {"4", "5"}, "neutral": {"3"}}
AGREE = {"1", "2", "3", "4", "5"}


def score(person):
    parts = []
    if person["heard"] in AGREE:
        parts.append(25.0 * (int(person["heard"]) - 1))
    if person["ignored"] in AGREE:
        parts.append(25.0 * (5 - int(person["ignored"])))
    if person["named"]:
        parts.append(100.0 if person["named"] == "yes" else 0.0)
    return sum(parts) / len(parts) if len(parts) >= 1.5 else None


def positive_share(person):
    parts = []
    if person["heard"] in AGREE:
        parts.append(person["heard"] in SIDES["positive"])
    if person["ignored"] in AGREE:
        parts.append(person["ignored"] in {"1", "2"})
    if person["named"]:
        parts.append(person["named"] == "yes")
    return sum(parts) / len(parts) if len(parts) >= 1.5 else None


def substantive(variable, answer):
    return answer is not None and not (variable in ("heard", "ignored") and answer == "na")


def value(measure, person):
    """The y of a measure as trig-analyze spells it."""
    if measure == "respondents":
        return 1.0
    if measure == "pillar:voice":
        return score(person)
    if measure == "pillar:voice:positive":
        return positive_share(person)
    variable, equals, code = measure.partition("=")
    variable, colon, _ = variable.partition(":")
    answer = person[variable]
    if equals and code == "na":
        return None if answer is None else float(answer == "na")
    if not substantive(variable, answer):
        return None
    if equals:
        return float(answer == code)
    if colon:
        return float(answer in SIDES["positive"] or answer == "yes")
    return {"yes": 1.0, "no": 0.0}.get(answer) if variable == "named" else float(answer)


def is_share(measure):
    """Whether y is 0 or 1, so that a mean counts people."""
    return "=" in measure or measure.endswith(":positive") and not measure.startswith("pillar") or measure == "named"
