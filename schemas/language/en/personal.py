"""What says in English that a number or an address is no person's.

English is written in many countries, so that it has no country's numbers: those with a country's code are all that is sure.
"""

import re

from schemas.language.personal_rule import MAILBOXES, PersonalRules, international

_MAILBOXES = "newsroom newsdesk tips letters feedback enquiries inquiries editorial careers jobs"

PERSONAL = PersonalRules(
    phones=(international(),),
    account=re.compile(
        r"\baccount\b|\biban\b|\bserial\b|\bimei\b|\blicen[cs]e\b|\bregistration\b|\bticket\b|\btracking\b"
    ),
    official=re.compile(
        r"hotline|helpline|\bfax\b|switchboard|\bnewsroom\b|\bnews desk\b|\beditors?\b|\breaders\b|press office|media enquiries"
        r"|media inquiries|customer (?:service|care)|\bcall cent(?:er|re)\b|toll[- ]free|freephone|\borgani[sz]ers\b"
    ),
    institution=re.compile(
        r"\bpolice\b|\bhospital\b|\bclinic\b|\bembassy\b|\bconsulate\b|\bministry\b|\bdepartment\b|\boffices?\b|\bagency\b"
        r"|\bcouncil\b|\bcourt\b|\buniversity\b|\bschool\b|\bcollege\b|\bcompany\b|\bbank\b|\bhotel\b|\brestaurant\b"
        r"|\bmuseum\b|\bheadquarters\b|\bcent(?:er|re)\b|\bassociation\b"
    ),
    and_words=("or", "and"),
    mailboxes=MAILBOXES | frozenset(_MAILBOXES.split()),
)
