"""Personal data is found by form, and the numbers of the law are not taken for it."""

from __future__ import annotations

import pytest

from tests.quality_forms import found

KEY = "A" * 8 + "1b2C3d4E" * 3


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Write to anna.lee+law@birch-legal.co.uk today.", "pii_email"),
        ("Ring 01234 567890 or not.", "pii_phone"),
        ("Ring (020) 7123 4567.", "pii_phone"),
        ("Mobile: 07712 345678", "pii_phone"),
        ("+44 7712 345678", "pii_phone"),
        ("+44 (0)20 7123 4567", "pii_phone"),
        ("Call 212-867-5309 now", "pii_phone"),
        ("Call (212) 867-5309 now", "pii_phone"),
        ("In Berlin: +49 30 1234567.", "pii_phone"),
        ("Her card 4111 1111 1111 1111 was used.", "pii_card"),
        ("Card 5555-5555-5555-4444", "pii_card"),
        ("Card 378282246310005", "pii_card"),
        ("Pay GB82 WEST 1234 5698 7654 32 AT ONCE", "pii_iban"),
        ("Pay to DE89370400440532013000.", "pii_iban"),
        ("Her number is AB 12 34 56 C.", "pii_ni_number"),
        ("AB123456C", "pii_ni_number"),
        ("The post came from 81.174.20.3, it seems.", "pii_ip_address"),
        ("From 2a00:1450:4009:81f::200e it came", "pii_ip_address"),
        (f"sk-{KEY}", "pii_key"),
        (f"Use gsk_{KEY} here", "pii_key"),
        ("AKIAIOSFODNN7EXAMPLE", "pii_key"),
        ("-----BEGIN RSA PRIVATE KEY-----", "pii_key"),
    ],
)
def test_personal_data_is_found(text: str, reason: str) -> None:
    assert found({"check": "pii"}, {"a": text}) == [reason]


@pytest.mark.parametrize(
    "text",
    [
        "Salomon v A Salomon & Co Ltd [1897] AC 22; [2015] UKSC 11; (1868) LR 3 HL 330; [1990] 2 AC 605, 617-618.",
        "Under sections 171-177 of the Companies Act 2006 and s 214(4) of the Insolvency Act 1986.",
        "See clause 4.1.2.3, paragraph 10.12.14.16 and CPR 31.17.",
        "Application no. 5493/72, Case C-6/64, EU:C:1991:428, SI 1999/2083.",
        "It paid \u00a31,250,000.00 on 01/02/2020 and 12-03-2021 at 10:30:45; 1990 1995 2000 2005 2010.",
        "Company no. 01234567, charity 1234567, VAT GB 123 4567 89, title no. AB123456.",
        "From 01-02-2020 10 to 2020-01-02 2021-03-04.",
        "Write to anna@example.com; ring 020 7946 0123, 07700 900123 or 212-555-0199.",
        "From 192.168.100.1, 127.0.0.1 and 203.0.113.200.",
        "A risk-based approach, task-oriented-and-goal-oriented-work 2019 and self-employed people.",
        "The 16-digit order 1234 5678 9012 3456 and 4111 1111 1111 1112.",
        "GB82 WEST 1234 5698 7654 33 has a wrong check digit.",
        "user@host and @handle at 5 @ 3",
    ],
)
def test_numbers_of_the_law_are_no_personal_data(text: str) -> None:
    assert found({"check": "pii"}, {"a": text}) == []


def test_each_sort_is_named_for_each_field() -> None:
    content = {"a": ["x@birch.uk", "none"], "b": {"c": "+49 30 1234567 and y@birch.uk"}}
    assert found({"check": "pii"}, content) == ["pii_email", "pii_email", "pii_phone"]


def test_personal_data_is_looked_for_in_the_named_fields_only() -> None:
    assert found({"check": "pii", "fields": ["b"]}, {"a": "x@birch.uk", "b": "Fine."}) == []
