"""What a reader would stumble over in a sentence: proselint, the house's own style on top of it, and the reading age.

The reading age is the Flesch-Kincaid grade plus five: grade 8 of an American school is read at 13. It is taken over all
sentences of a kind together, as the formula is meant, with a figure counted as "ten" and a name as "Northam", since
neither a long number nor the name of a town is hard to read.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass

from proselint.checks import __register__
from proselint.config import DEFAULT
from proselint.registry import CheckRegistry
from proselint.tools import LintFile

with warnings.catch_warnings():  # textstat 0.7.3 asks setuptools for its files; later versions fetch a corpus instead
    warnings.simplefilter("ignore")
    from textstat import textstat

PAGES_MOST, DOCUMENTS_MOST = 13.0, 15.0  # reading age in years
MOST_WORDS = {"pages": 32, "documents": 45}
LEAST_WORDS = 5  # shorter ones are labels, which have no reading age
# A pattern (any case), and what to write instead.
STYLE = {
    r"beyond chance|what chance would explain": "no hotspot; no clear change",
    r"\bluck\b": "chance",
    r"\bwish(?:es|ed)?\b": "choice, limits",
    r"\bprice (?:on|for)\b": "cost; compactness",
    r"\bworth\b": "total need, or leave it out",
    r"\bsurely\b|\bsurer?\b": "likely; how stable",
    r"\btold\b(?! apart)|\bspoken for\b|\bbelieved\b|\bnobody's\b": "name who does what",
    r"\bof one's own\b": "your own; the force's own",
    r"\bthereof\b|\bwhereby\b|\bsuch as are\b": "of it; by which; such as",
    r"\bin force\b": "current",
    r"\bspeaks? against\b|\bagainst it\b": "reasons for caution",
    r"\bstand(?:s|ing)? (?:out|above|beside|in for|today|there|far)\b": "is; ranks above; is next to; replaces",
    r"\bholds? (?:at most|more|on|in)\b(?! (?:all|some)\b)": "contains; has",
    r"\bgives? up\b|\bcosts?\b.*\bof what\b": "lowers by; leaves out",
    r"\bwould come nearest\b": "closest",
    r"\bareas? like it\b": "similar areas",
    r"\bthe police look for\b|\bwhere police look\b": "crime found by police activity",
    r"\bfell by 0%|\brose by 0%": "was unchanged",
    r"\bdays of harm\b": "harm score",
    r"deprivation score,|^score \d+[^.]* times": "a score is never so many times another: say the share of areas below it",
    r"\bagain and again\b|\bdrawn again\b": "varied",
    r"\bquieter than chance\b": "clearly quieter than average",
    r"\bthe same (?:data|rows) went in\b": "used the same data",
    r"\b\d+ incidents and call\b": "1 incident or call",
    r"\bi\.e\.|\be\.g\.|\betc\b|\bvia\b|\bcirca\b": "that is; such as; and so on; by",
    r"\butili[sz]e|\bleverag|\bin order to\b|\bprior to\b|\bcommence\b|\bterminate\b|\bfacilitat": "use; to; before; start; end; help",
    r"\bneighborhood|\bbehavior\b|\bcolor\b|\bcenter\b|\banaly[z]e|\borganiz": "British spelling",
    r"\b\d{4}-\d{2}-\d{2}\b": "a date in words",
    r"\b[a-z]+_[a-z_]+\b": "the name of a column is no word: say what it is",
    r"\bclick here\b": "say where the link leads",
    r"\bplease\b|\bsorry\b": "leave it out",
    r"\b([a-z]\w*) \1\b(?<!that that)(?<!had had)": "the word stands twice",
    r"\bone (?:to|which|that) another\b.*\banother\b": "shorter",
}
# Kinds of text for which a rule does not hold: commands and columns are named in messages and documents.
NAMED_THERE = {r"\b[a-z]+_[a-z_]+\b", r"\b\d{4}-\d{2}-\d{2}\b"}
# Checks of proselint that do not fit pages made of figures: straight quotes, "3x", Oxford commas and such.
UNFIT = (
    "typography",
    "misc.but",
    "misc.phrasal_adjectives",
    "misc.suddenly",
    "dates_times",
    "psychology",
    "lexical_illusions",
    "needless_variants",
    "uncomparables",
    "archaism",
)


@dataclass(frozen=True)
class Finding:
    """A sentence, what is wrong with it and what to write."""

    sentence: str
    what: str
    instead: str

    def __str__(self) -> str:
        return f"{self.what!r} in: {self.sentence}\n    write: {self.instead}"


def lint(sentence: str, *, kind: str = "pages", words: str = "") -> list[Finding]:
    """What is wrong with a sentence.

    Parameters
    ----------
    sentence : str
    kind : str
        "pages" or "documents"; documents and messages may name columns, and may be longer.
    words : str
        The sentence without names, as the length and proselint see it; the sentence itself by default.
    """
    bare = re.sub("`[^`]*`", "this", words or sentence)  # names of columns and settings, set as code
    found = [
        Finding(sentence, hit[0], instead)
        for pattern, instead in STYLE.items()
        if (kind == "pages" or pattern not in NAMED_THERE) and (hit := re.search(pattern, bare, flags=re.IGNORECASE))
    ]
    return [*found, *_too_long(sentence, bare, kind), *_proselint(sentence, bare)]


def lint_document(sentence: str) -> list[Finding]:
    """What is wrong with a sentence of a document: its length and what proselint finds.

    Its words are read by ``tests/docs/test_english.py``.
    """
    return [*_too_long(sentence, sentence, "documents"), *_proselint(sentence, sentence)]


def _too_long(sentence: str, bare: str, kind: str) -> list[Finding]:
    length = len(re.findall(r"[\w\u2019'%£.,-]*\w", bare))
    return [Finding(sentence, f"{length} words", f"at most {MOST_WORDS[kind]}: split it")] * (length > MOST_WORDS[kind])


def _proselint(sentence: str, bare: str) -> list[Finding]:
    if not CheckRegistry().checks:
        CheckRegistry().register_many(__register__)
    results = LintFile("sentence", bare).lint(DEFAULT)
    return [
        Finding(sentence, result.check_result.check_path, result.check_result.message)
        for result in results
        if not result.check_result.check_path.startswith(UNFIT)
    ]


def reading_age(sentences: Iterable[str]) -> float:
    """Age at which the sentences can be read together; labels and headings, which end in no full stop, are left out."""
    plain = [readable(sentence) for sentence in sentences]
    prose = [one.rstrip(".:;!? ") + "." for one in plain if len(one.split()) >= LEAST_WORDS and one[-1] in ".!?"]
    return float(textstat.flesch_kincaid_grade(" ".join(prose))) + 5 if prose else 0.0


def readable(sentence: str) -> str:
    """The sentence with every figure as "ten" and no full stop inside it."""
    plain = re.sub(r"[£#]?[\d,.:]*\d+%?|#%?", "ten", sentence)
    return re.sub(r"(?<=\w)[.!?](?=\s)", ",", plain)
