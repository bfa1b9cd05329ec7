/** What each kind of failure means and what a person can do about it (docs/api.md "Why an attempt gave no sample"). */
import { sentence } from "@/lib/format";

export interface Advice {
  means: string;
  todo: string;
}

const LENGTH = "Say the wanted length in the template, or change the limit in its schema or checks.";
const SCHEMA = "Name the field and its form in the template's prompt, or use a model that keeps to a schema.";
const PII = "Tell the template to invent such details, or let the check pii only warn.";
const PROVIDER = "The batch pauses. Mend the provider's settings, then resume it.";

const ADVICE: Record<string, readonly [means: string, todo: string]> = {
  truncated: ["The reply was cut off at the token limit.", "Ask for shorter samples, or raise max_tokens in the template."],
  not_json: ["The reply holds no JSON object.", SCHEMA],
  missing_field: ["A field that the schema requires is missing.", SCHEMA],
  wrong_type: ["A field is of another type than the schema says.", SCHEMA],
  empty_field: ["A text is empty.", "Allow it with minLength 0 in the schema, or ask for the field more clearly."],
  bad_schema: ["A value breaks another rule of the schema.", SCHEMA],
  placeholder: ["A text is a placeholder such as [insert the answer].", "Take such examples out of the prompt, or use a larger model."],
  refusal: ["The model refused, or spoke of itself as a model.", "Reword the topic or the instruction, or use another model."],
  too_short: ["A text or a list is shorter than the schema says.", LENGTH],
  too_long: ["A text is more than twice as long as the schema says, or a list is longer.", LENGTH],
  not_a_question: ["The question neither asks nor sets a task.", "Ask for a question in the prompt, or take the check question out."],
  answer_copies_question: ["A field repeats another one.", "Say in the prompt how they differ, or raise the threshold of not_copy."],
  no_numbered_steps: ["Numbered steps 1. 2. 3. are missing.", "Ask for numbered steps in the instruction, or let the check only warn."],
  no_citation_form: ["A citation does not have the form of an authority.", "Show one in the prompt, or let the check only warn."],
  too_few_words: ["A field has too few words.", LENGTH],
  too_many_words: ["A field has too many words.", LENGTH],
  pattern_not_found: ["A field does not match the template's pattern.", "Describe the form in the prompt, and try the pattern on the raw answers below."],
  banned_phrase: ["A text holds a phrase that the template bans.", "Forbid the phrase in the prompt, too."],
  wrong_language: ["The text is in another language than the template's.", "Name the language in the prompt."],
  not_an_option: ["A field is not one of the values of its parameter.", "List the values in the prompt."],
  bad_turns: ["The turns do not alternate from the user to the assistant.", "Show the order of roles in the prompt."],
  wrong_turn_count: ["A conversation has too few or too many turns.", "Ask for fewer turns, or name their number in the prompt."],
  empty_turn: ["A turn of a conversation says nothing.", "Say in the prompt that each turn says something."],
  too_alike: ["Two fields that should differ are nearly the same.", "Say in the prompt how they should differ."],
  not_grounded: ["A quotation does not stand in the source.", "Ask for quotations word for word, or use a larger model."],
  pii_email: ["A text holds what looks like an e-mail address.", PII],
  pii_phone: ["A text holds what looks like a phone number.", PII],
  pii_card: ["A text holds what looks like the number of a payment card.", PII],
  pii_iban: ["A text holds what looks like an IBAN.", PII],
  pii_ni_number: ["A text holds what looks like a UK National Insurance number.", PII],
  pii_ip_address: ["A text holds what looks like a public IP address.", PII],
  pii_key: ["A text holds what looks like an API key, a token or a private key.", PII],
  contaminated: ["A text shares a long run of words with a benchmark.", "Choose topics away from the benchmark, or raise the check's minimum of words."],
  near_duplicate: ["The sample is nearly the same as an earlier one.", "Give it more topics or a higher temperature, or a higher threshold."],
  duplicate: ["The sample is the same as an earlier one of its batch.", "Give it more topics or a higher temperature."],
  judge: ["The judge's score is below the threshold.", "Read the judge's answers; then improve the prompt, or lower the threshold."],
  surplus: ["The answer was right, but its place was filled or taken away meanwhile.", "Nothing: it happens when a target is lowered."],
  rate_limited: ["The provider asked to wait.", "Nothing: all calls wait, and go on. If it is often, set the limits per minute to the provider's."],
  timeout: ["No answer came in time.", "Tried up to 5 times. If it is often, raise GRISTMILL_REQUEST_TIMEOUT_S or use a faster model."],
  connection: ["The provider could not be reached.", "Tried up to 5 times. Check the network and the provider's address."],
  server_error: ["The provider had a fault of its own.", "Tried up to 5 times. Look at the provider's status page if it stays."],
  malformed_reply: ["The provider's reply was not what its interface promises.", "Tried up to 3 times. Check that the address is that of a compatible service."],
  unsupported_format: ["The model does not know the form of answer that was asked for.", "Nothing: it is asked again in a simpler form, which is remembered."],
  context_too_long: ["The prompt is longer than the model can read.", "Use shorter sources or instructions, or a model with a larger context."],
  bad_request: ["The provider did not accept the request.", "Read the message: mostly a parameter that this model does not know."],
  content_filtered: ["The provider's filter held the answer back.", "Reword the topic, or use another provider."],
  authentication: ["The provider does not accept the key.", PROVIDER],
  permission: ["The key may not use this model.", PROVIDER],
  model_not_found: ["The provider does not know this model.", PROVIDER],
  quota_exhausted: ["The provider's quota or credit is used up.", PROVIDER],
  unavailable: ["The provider cannot be used at all.", PROVIDER],
  judge_failed: ["The judge gave no scores that can be read, or its call failed for good.", "Use another model as judge, or a simpler rubric."],
  cancelled: ["Cut off by a pause, a stop or a shutdown.", "Nothing."],
};

/** `not_json` as people write it: names that are letters stay so. */
export function kindName(kind: string): string {
  return sentence(kind).replace(/\b(json|pii|iban|ip|ni)\b/gi, (word) => word.toUpperCase());
}

export function adviceFor(kind: string): Advice {
  const [means, todo] = ADVICE[kind] ?? ["A kind of failure that this page does not know.", "Read the message and the raw answers."];
  return { means, todo };
}
