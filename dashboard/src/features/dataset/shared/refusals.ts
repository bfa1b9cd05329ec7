/** Why checks refuse candidates, as docs/quality.md lists it. */
export const REFUSALS = [
  "truncated", "not_json", "missing_field", "wrong_type", "empty_field", "bad_schema", "placeholder", "refusal", "too_short", "too_long",
  "not_a_question", "answer_copies_question", "no_numbered_steps", "no_citation_form", "too_few_words", "too_many_words", "pattern_not_found",
  "banned_phrase", "wrong_language", "not_an_option", "bad_turns", "wrong_turn_count", "empty_turn", "too_alike", "not_grounded", "pii_email",
  "pii_phone", "pii_card", "pii_iban", "pii_ni_number", "pii_ip_address", "pii_key", "contaminated", "near_duplicate", "duplicate", "judge",
] as const;
