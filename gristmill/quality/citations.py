"""Does a text have the form of a legal authority? The form only: whether the case exists is not for a pattern to say.

Forms: OSCOLA, 4th edition (neutral citations, law reports, statutes, EU and Strasbourg cases), which the United
Kingdom's courts and schools use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from gristmill.quality.form import Fault, Rule, short
from gristmill.quality.subject import Subject

MAX_CITATION_CHARS: Final = 2000
_YEAR: Final = r"(?:1[2-9]|20)\d{2}"
_REPORTED: Final = re.compile(
    rf"""
      # [2015] UKSC 11; [2009] EWCA Civ 12; [2010] EWHC 123 (Ch); [1932] AC 562; [1990] 2 AC 605; (1868) LR 3 HL 330;
      # (1602) 5 Co Rep 117a; [2003] 1 All ER (Comm) 140; (1976) 1 EHRR 737
      [\[(]{_YEAR}(?:[-\u2013/]\d{{2,4}})?[\])]\s{{0,3}}(?:\d{{1,3}}\s{{1,2}})?[A-Z][A-Za-z.\u2019']{{0,15}}\s{{1,2}}
        (?:(?:\d{{1,3}}|[A-Z][A-Za-z.\u2019']{{0,15}}|&|\([A-Z][A-Za-z\s]{{0,30}}\))\s{{1,2}}){{0,6}}\d{{1,5}}[a-zA-Z]?\b
    """,
    re.VERBOSE,
)
_OTHER_FORMS: Final = re.compile(
    rf"""
      # 156 ER 145
      \b\d{{1,3}}\s(?:ER|Cr\sApp\sR|P\s&\sCR)\s\d{{1,5}}\b
      # Case C-6/64; Cases 26/62; T-201/04; EU:C:1991:428
    | \bCases?\s(?:[CTF][-\u2010-\u2013])?\d{{1,4}}/\d{{2}}\b | \b[CTF][-\u2010-\u2013]\d{{1,4}}/\d{{2}}\b
    | \bEU:[CTF]:{_YEAR}:\d{{1,5}}\b
      # App no 5493/72
    | \bApp(?:lication)?s?\.?\s(?:nos?\.?\s)?\d{{1,6}}/\d{{2}}\b
      # Insolvency Act 1986; Companies (Model Articles) Regulations 2008; Statute of Frauds 1677
    | \b(?:Acts?|Orders?|Regulations?|Rules?|Measure|Charter|Statute(?:\sof\s[A-Z]\w+)?)
        (?:\s\([^()]{{1,40}}\))?,?\s{_YEAR}\b
      # Regulation (EU) 2016/679; Directive 2006/54/EC; SI 1999/2083
    | \b(?:Regulation|Directive|Decision|SIs?|SSI)\s(?:\((?:EU|EC|EEC)\)\s)?(?:No\.?\s)?\d{{1,4}}/\d{{2,4}}\b
      # Article 101 TFEU; ECHR, art 6; CPR 31.17; FPR r 4.1
    | \b(?:[Aa]rt(?:icle)?s?\.?)\s\d{{1,3}}[A-Z]?(?:\(\d{{1,3}}\)){{0,4}}\s
        (?:of\sthe\s)?(?:TFEU|TEU|ECHR|GDPR|UK\sGDPR|European\sConvention)
    | \b(?:ECHR|TFEU|TEU|GDPR),?\s[Aa]rt(?:icle)?\.?\s\d{{1,3}}
    | \b(?:CPR|FPR|CrimPR)\s(?:[Rr](?:ule)?\.?\s|[Pp]art\s)?\d{{1,3}}(?:\.\d{{1,3}})?\b
    """,
    re.VERBOSE,
)


def citation(rule: Rule, subject: Subject) -> Iterator[Fault]:
    """`field`, unless null, holds an authority: a reported case, a statute or its section, an EU or Strasbourg case."""
    text = subject.text(rule.field)
    start = text[:MAX_CITATION_CHARS]
    if text and not _REPORTED.search(start) and not _OTHER_FORMS.search(start):
        yield Fault("no_citation_form", f'The field {rule.field}, "{short(text)}", has no form of a citation.')
