"""What a location of a foreign set is in our scheme: a country, a place, or either.

The forms come from the lists of the gazetteer (see its SOURCES.md), columns
ISO2, ISO3, name, capital, aliases, adjectives, peoples.
"""

import functools
import pathlib
import re

GAZETTEER = pathlib.Path(__file__).parent.parent / "extract" / "gazetteer"

# Territories of another state, and names that countries share with regions.
EITHER = set("AS AW BL BM CW FK FO GF GG GI GL GP GU IM JE KY MF MP MQ MS NC NF PF PM PN PR RE SH SX TC TK VG VI WF YT GE".split())

COUNTRY = frozenset({"Country"})
PLACE = frozenset({"Place"})
UNSURE = frozenset({"Country", "Place"})

# States of the past are countries; a region that is named after one, or a
# demonym that is no country's, may be either. "European" is rarely a mention in
# our scheme.
PAST = re.compile(r"\b(Soviets?|USSR|Yugoslav\w*|Czechoslovak\w*|Prussian?|(Ottoman|Russian|Roman|British|Byzantine) Empire)$")
STATE = re.compile(r"\b(Empire|Kingdom|Republic|Union|Caliphate|Dynasty|dynasty|Nazi|Imperial|Soviet|(East|West) German\w*)\b")
DEMONYM = re.compile(r"^[A-Z][\w-]*(ians?|eans?|ish|ese|anders?|ites?)$")
CONTINENTAL = re.compile(r"\b(European|African|Asian|Arab|Western|Eastern|Latin American)s?$")


@functools.cache
def forms():
    """ISO2 codes by form: names, aliases, adjectives and peoples."""
    out = {}
    for path in (GAZETTEER / "countries.tsv", GAZETTEER / "own" / "countries.tsv"):
        for line in path.read_text(encoding="utf-8").splitlines():
            columns = line.split("\t")
            for column in (2, 4, 5, 6):
                for form in columns[column].split("|") if column < len(columns) else []:
                    if form:
                        out[form] = columns[0]
    return out


def known(form):
    """Whether a form names a country and nothing else."""
    return forms().get(form, "GE") not in EITHER


def location(form):
    """Labels that a location may have, and whether it may be no mention at all."""
    if form in forms():
        return (COUNTRY if known(form) else UNSURE), False
    if CONTINENTAL.search(form):
        return UNSURE, True
    if PAST.search(form):
        return COUNTRY, False
    if STATE.search(form) or DEMONYM.match(form):
        return UNSURE, False
    return PLACE, False
