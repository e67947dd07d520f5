"""A library to be cited in benchmarks: BibTeX as people keep it, the same at every run."""

import random
from collections.abc import Sequence

__all__ = ["library"]

_ENTRIES, _PARENTS = 400, 8
_SEED = 20261112


def _listed(text: str) -> Sequence[str]:
    return [one.strip() for one in text.split(";")]


# What a key calls people, and how LaTeX writes them.
_FAMILIES = _listed(
    r"""abbott=Abbott; adeyemi=Adeyemi; almeida=Almeida; bauer=Bauer; bergstrom=Bergstr{\"o}m; celik={\c{C}}elik;
    chen=Chen; cohen=Cohen; dumont=Dumont; dvorak=Dvo{\v{r}}{\'a}k; erdos=Erd{\H{o}}s; fernandez=Fern{\'a}ndez;
    fischer=Fischer; garcia=Garc{\'\i}a; grant=Grant; haraldsson=Haraldsson; ito=It{\=o}; jensen=Jensen;
    kowalski=Kowalski; kumar=Kumar; lefevre=Lef{\`e}vre; lopez=L{\'o}pez; moller=M{\o}ller; muller=M{\"u}ller;
    nakamura=Nakamura; nguyen=Nguyen; novak=Nov{\'a}k; obrien=O'Brien; okafor=Okafor; ostergaard={\O}stergaard;
    patel=Patel; pena=Pe{\~n}a; rossi=Rossi; smith=Smith; strauss=Strau{\ss}; szabo=Szab{\'o}; tanaka=Tanaka;
    thompson=Thompson; vandenberg=van den Berg; wojcik=W{\'o}jcik; young=Young; zimmermann=Zimmermann"""
)
_GIVEN = _listed(
    r"""
    Ada; Am{\'e}lie; Andreas; B.; Carlos; Chlo{\'e}; D. H.; Eleni; Emeka; Fran{\c{c}}ois; Grace; H{\aa}kan; Ines; J.;
    J{\"u}rgen; Kenji; L.; Lin; Maria; Nadia; Olga; P. J.; Priya; Ra{\'u}l; S.; Sofia; Tom{\'a}{\v{s}}; Wei; Y.; Zoe"""
)
_JOURNALS = _listed(
    r"""Annals of Applied Hydrology; Bulletin of the {American} Meteorological Society; Clocks \& Sleep;
    Energy Economics; {IEEE} Transactions on Power Systems; Journal of {B}ayesian Analysis; Journal of Coastal Research;
    Journal of Economic Perspectives; Nature Climate Change; Physics \& Chemistry of the Earth; Public Health Reports;
    Revue de G{\'e}ographie Alpine; Science Advances; Statistics in Medicine; Zeitschrift f{\"u}r Geod{\"a}sie"""
)
_PUBLISHERS = _listed(
    r"""Cambridge University Press; Elsevier; {\'E}ditions du Seuil; {MIT} Press; Oxford University Press; Springer;
    Universit{\"a}tsverlag {G{\"o}ttingen}; Wiley \& Sons"""
)
_SCHOOLS = _listed(r"Universidade de S{\~a}o Paulo; {ETH} Z{\"u}rich; University of Edinburgh; Kyoto University")
_OPENINGS = _listed(
    """A Survey of; Estimating; Long-Run Effects of; Measuring; New Evidence on; On the Causes of; Rethinking;
    The Economics of; Towards a Theory of; Uncertainty in"""
)
_SUBJECTS = _listed(
    r"""{DNA} Repair; Aquifer Recharge; Coastal Erosion; Daylight Saving Time; El Ni{\~n}o Events; Flood Insurance;
    Household Electricity Demand; {LIDAR} Surveys; {M}arkov Chains; Night-Time Light; Ocean Acidity; Rail Freight;
    River Deltas; School Attendance; Sleep Loss; Soil Moisture; Street Lighting; Tidal Power; Urban Heat; Wind Farms"""
)
_PLACES = _listed(
    r"""{Australia}; {Bavaria}; C{\^o}te d'{I}voire; {Indiana}; {Japan}; {Norway}; S{\~a}o Paulo; the {Alps};
    the {North Sea}; the {Sahel}; the {United States}; Z{\"u}rich"""
)
_MONTHS = _listed("jan; feb; mar; apr; may; jun; jul; aug; sep; oct; nov; dec")
_KINDS = {"article": 56, "book": 15, "inproceedings": 18, "incollection": 6, "phdthesis": 3, "techreport": 2}

Fields = dict[str, str]


def library() -> tuple[str, Sequence[str]]:
    """The text of the library, and the key of each of its entries."""
    rng = random.Random(_SEED)  # noqa: S311 - the same at every run
    parents = [f"proceedings{number:02}" for number in range(1, _PARENTS + 1)]
    entries: dict[str, str] = {}
    for number in range(1, _ENTRIES - _PARENTS + 1):
        kind = rng.choices(list(_KINDS), list(_KINDS.values()))[0]
        first, year = rng.randrange(len(_FAMILIES)), rng.randint(1978, 2026)
        key = f"{_FAMILIES[first].partition('=')[0]}{year}-{number}"
        entries[key] = _written(kind, key, _fields(rng, kind, first, year, parents))
    for key in parents:  # BibTeX wants those that a `crossref` names behind those that name them
        entries[key] = _written("proceedings", key, _proceedings(rng))
    return "\n".join(entries.values()), list(entries)


def _fields(rng: random.Random, kind: str, first: int, year: int, parents: Sequence[str]) -> Fields:
    title = f"{rng.choice(_OPENINGS)} {rng.choice(_SUBJECTS)} in {rng.choice(_PLACES)}"
    fields = {"author": _people(rng, first), "title": title, "year": str(year), **_of_kind(rng, kind, parents)}
    where = rng.choices(("doi", "url", ""), (8, 1, 1) if kind == "article" else (3, 3, 4))[0]
    number = rng.randint(1000, 9999)
    if where == "doi":
        fields["doi"] = f"10.{number}/{kind[:3]}.{year}.{rng.randint(1, 99999):05}_{rng.randint(1, 9)}"
    elif where == "url":
        fields["url"] = f"https://example.org/archive/{year}/{number}?view=full&lang=en"
    return fields


def _of_kind(rng: random.Random, kind: str, parents: Sequence[str]) -> Fields:
    start = rng.randint(1, 900)
    pages = {"pages": f"{start}--{start + rng.randint(4, 40)}"}
    if kind == "article":
        issue = {"volume": str(rng.randint(1, 90)), "number": str(rng.randint(1, 12)), "month": rng.choice(_MONTHS)}
        return {"journal": rng.choice(_JOURNALS), **issue, **pages}
    if kind == "book":
        return {"publisher": rng.choice(_PUBLISHERS), "edition": rng.choice(("Second", "Third", "Revised"))}
    if kind == "inproceedings":
        # What is inherited stands here as well, as some databases write it: mkdocs-bibtex 4.4 inherits nothing.
        title = f"Proceedings of the Conference on {rng.choice(_SUBJECTS)}"
        return {"booktitle": title, **pages, **rng.choice(({}, {"crossref": rng.choice(parents)}))}
    if kind == "incollection":
        title = f"The Handbook of {rng.choice(_SUBJECTS)}"
        return {"booktitle": title, "editor": _people(rng), "publisher": rng.choice(_PUBLISHERS), **pages}
    return {"school" if kind == "phdthesis" else "institution": rng.choice(_SCHOOLS)}


def _proceedings(rng: random.Random) -> Fields:
    title = f"Proceedings of the {rng.randint(4, 20)}th Symposium on {rng.choice(_SUBJECTS)}"
    fields = {"editor": _people(rng), "title": title, "booktitle": title}
    return {**fields, "year": str(rng.randint(1990, 2026)), "publisher": rng.choice(_PUBLISHERS)}


def _people(rng: random.Random, first: int | None = None) -> str:
    families = [rng.randrange(len(_FAMILIES)) for _ in range(rng.choice((1, 2, 2, 3, 3, 4, 6)))]
    families = families if first is None else [first, *families[1:]]
    names = [f"{_FAMILIES[family].partition('=')[2]}, {rng.choice(_GIVEN)}" for family in families]
    return " and ".join(names)


def _written(kind: str, key: str, fields: Fields) -> str:
    lines = [f"  {name} = {value if name == 'month' else f'{{{value}}}'},\n" for name, value in fields.items()]
    return f"@{kind}{{{key},\n{''.join(lines)}}}\n"
