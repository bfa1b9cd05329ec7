"""Personal data in a text, by form: e-mail, phone, card, IBAN, National Insurance number, IP address, keys.

Made for legal and general prose: citations, sections, years, sums and numbers of companies must not match. Numbers and
addresses that are reserved for fiction and documentation do not count. A sentence never repeats what was found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from ipaddress import ip_address
from types import MappingProxyType
from typing import Final

from gristmill.quality.form import Fault, Rule
from gristmill.quality.subject import Subject

_EMAIL: Final = re.compile(r"(?<![\w.%+-])[\w.%+-]{1,64}@((?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,24})\b")
# RFC 2606: names that nobody can own.
_NOBODYS: Final = re.compile(r"(?:^|\.)(?:example\.(?:com|net|org)|example|test|invalid|localhost)$", re.IGNORECASE)
_UK_PHONE: Final = re.compile(
    r"(?<![\w/.,\u00a3$\u20ac-])(?:\+44[ -]?(?:\(0\)[ -]?)?|\(?0)"
    r"([1-9]\d{1,4}\)?[ -]?\d{2,8}(?:[ -]\d{3,4})?)(?![\w/-])"
)
# Ofcom, "Numbers for use in TV and radio drama programmes", without the leading 0.
_DRAMA: Final = re.compile(
    r"1632960|1(?:1[3-8]|21|31|41|51|61)496|1914980|2079460|2896496|2920180|7700900|8081570|9098790|3069990"
)
_US_PHONE: Final = re.compile(
    r"(?<![\w.-])(?:\+?1[ .-])?(?:\([2-9]\d\d\) ?|[2-9]\d\d[.-])([2-9]\d\d)[.-]\d{4}(?![\w-])"
)
_PHONE_ABROAD: Final = re.compile(r"(?<![\w+])\+(?!44|1[ .-])\d{1,3}(?:[ .-]?\(?\d{1,4}\)?){2,6}(?!\w)")
_CARD: Final = re.compile(r"(?<![\w.-])(?:[3-6]\d{3}([ -]?)\d{4}\1\d{4}\1\d{1,7}|3\d{3}([ -]?)\d{6}\2\d{5})(?![\w-])")
_IBAN: Final = re.compile(r"\b([A-Z]{2})(\d{2}(?: ?[A-Z0-9]{2,4}){3,8})")
# SWIFT, "IBAN registry": lengths by country, those of Europe and its neighbours.
_IBAN_LENGTHS: Final[Mapping[str, int]] = MappingProxyType(
    {country: int(size) for size, countries in (
        ("15", "NO"), ("16", "BE"), ("18", "DK FI NL"), ("19", "MK SI"), ("20", "AT EE LT LU"), ("21", "CH HR LI LV"),
        ("22", "BG DE GB IE ME RS"), ("23", "AE GI IL"), ("24", "AD CZ ES PK RO SA SE SK TN"), ("25", "PT"),
        ("26", "IS TR"), ("27", "FR GR IT MC SM"), ("28", "AL CY HU LB PL"), ("29", "BR UA"), ("31", "MT"),
    ) for country in countries.split()}
)  # fmt: skip
# HMRC, National Insurance Manual NIM39110: letters that are never used, and prefixes that are never given.
_NI_NUMBER: Final = re.compile(
    r"\b(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b"
)
_IPV4: Final = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w]|\.\d)")
_IPV6: Final = re.compile(r"(?<![\w:])(?:[0-9A-Fa-f]{1,4}::?){2,7}[0-9A-Fa-f]{1,4}(?![\w:])")
_KEY: Final = re.compile(
    r"""(?:
        [spr]k(?<![A-Za-z0-9][spr]k)[-_](?=[A-Za-z_-]{0,60}\d)[A-Za-z0-9_-]{20,} | gsk_[A-Za-z0-9]{20,}
      | hf_[A-Za-z0-9]{30,} | gh[pousr]_[A-Za-z0-9]{30,} | github_pat_\w{30,} | glpat-[\w-]{20,} | xox[abprs]-[\w-]{10,}
      | A(?:KIA|SIA)[0-9A-Z]{16}\b | AIza[\w-]{35} | eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}
      | -----BEGIN\ [A-Z ]{0,20}PRIVATE\ KEY-----
    )""",
    re.VERBOSE,
)

# Nothing of the above can be in a text without one of these, which are found ten times as fast.
_SIX_DIGITS: Final = re.compile(r"[0-9](?:[ ().-]{0,3}[0-9]){5}")
_KEY_STARTS: Final = ("AKIA", "ASIA", "AIza", "eyJ")  # all others hold an underscore, or one of these:
_KEY_MARKS: Final = ("sk-", "pk-", "rk-", "glpat-", "xox", "-----BEGIN")


def pii(rule: Rule, subject: Subject) -> Iterator[Fault]:
    """No text of `field` or `fields` (or of any field) holds personal data; one fault for each sort and field."""
    texts = list(subject.named_texts(rule))
    # Looked through as one first: most samples hold nothing of the kind.
    if not _may_hold("\n".join(text for _, text in texts)):
        return
    for name, text in texts:
        for reason, (what, holds) in _SORTS.items():
            if holds(text):
                yield Fault(reason, f"The field {name} holds what looks like {what}.")


def _may_hold(text: str) -> bool:
    return "@" in text or "::" in text or text.count(":") > 6 or has_key(text) or _SIX_DIGITS.search(text) is not None


def has_email(text: str) -> bool:
    """An e-mail address at a domain that somebody can own."""
    return "@" in text and any(not _NOBODYS.search(found[1]) for found in _EMAIL.finditer(text))


def has_phone(text: str) -> bool:
    """A British, North American or international (+49 ...) phone number that is not reserved for fiction."""
    if any(9 <= len(number) <= 10 and not _DRAMA.match(number) for number in map(_digits, _UK_PHONE.findall(text))):
        return True
    if any(exchange != "555" for exchange in _US_PHONE.findall(text)):
        return True
    return "+" in text and any(8 <= len(_digits(found[0])) <= 15 for found in _PHONE_ABROAD.finditer(text))


def has_card(text: str) -> bool:
    """A card number in its usual groups, with the check digit of ISO/IEC 7812 (Luhn)."""
    return any(_passes_luhn(_digits(found[0])) for found in _CARD.finditer(text))


def has_iban(text: str) -> bool:
    """An IBAN of its country's length, with the check digits of ISO 13616 (mod 97)."""
    return any(_passes_mod_97(found[1], found[2].replace(" ", "")) for found in _IBAN.finditer(text))


def has_ni_number(text: str) -> bool:
    """A UK National Insurance number, in capitals."""
    return _NI_NUMBER.search(text) is not None


def has_ip_address(text: str) -> bool:
    """A public address. Of IPv4 only with a part of 100 or more: "clause 4.1.2.3" has the same form."""
    fours = (found[0] for found in _IPV4.finditer(text) if max(map(int, found[0].split("."))) >= 100)
    sixes = (found[0] for found in _IPV6.finditer(text)) if "::" in text or text.count(":") > 6 else ()
    return any(map(_is_public, fours)) or any(map(_is_public, sixes))


def has_key(text: str) -> bool:
    """An API key or token by its maker's prefix, a JSON web token, or a private key."""
    is_possible = "_" in text or any(map(text.__contains__, _KEY_STARTS))
    is_possible = is_possible or ("-" in text and any(map(text.__contains__, _KEY_MARKS)))
    return is_possible and _KEY.search(text) is not None


def _digits(text: str) -> str:
    return "".join(filter(str.isdecimal, text))


def _passes_luhn(digits: str) -> bool:
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return 13 <= len(digits) <= 19 and (sum(map(int, digits[-1::-2])) + sum(doubled)) % 10 == 0


def _passes_mod_97(country: str, rest: str) -> bool:
    length = _IBAN_LENGTHS.get(country, 0)
    if not 0 < length <= len(rest) + 2:
        return False
    rest = rest[: length - 2]  # words in capitals may follow
    return int("".join(str(int(letter, 36)) for letter in rest[2:] + country + rest[:2])) % 97 == 1


def _is_public(address: str) -> bool:
    try:
        return ip_address(address).is_global
    except ValueError:
        return False


_SORTS: Final[Mapping[str, tuple[str, Callable[[str], bool]]]] = MappingProxyType(
    {
        "pii_email": ("an e-mail address", has_email),
        "pii_phone": ("a phone number", has_phone),
        "pii_card": ("the number of a payment card", has_card),
        "pii_iban": ("an IBAN", has_iban),
        "pii_ni_number": ("a National Insurance number", has_ni_number),
        "pii_ip_address": ("a public IP address", has_ip_address),
        "pii_key": ("an API key or a token", has_key),
    }
)
