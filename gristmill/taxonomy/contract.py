"""Contract law: topics and angles."""

from __future__ import annotations

from typing import Final

from gristmill.taxonomy.topic import Area, area

CONTRACT: Final[Area] = area(
    "Contract Law",
    {
        "Offer and Acceptance": (
            "a shop displays goods at the wrong price",
            "an acceptance is posted on the same day that the offer is withdrawn",
            "two businesses exchange their own standard terms and then perform",
            "an offeror says that silence will count as acceptance",
            "a reward is claimed by someone who did not know of it when acting",
            "an email acceptance arrives out of office hours",
            "a seller revokes a promise to keep an offer open until Friday",
        ),
        "Consideration and Estoppel": (
            "a builder is promised extra money to finish the work on time",
            "a creditor accepts part payment of a debt in full settlement",
            "a landlord halves the rent during a crisis and later claims the full amount",
            "a reward is promised after the service was done",
            "a party relies on promissory estoppel to found a claim of its own",
            "a promise is made in return for performing a duty already owed to a third party",
        ),
        "Intention and Certainty": (
            "spouses make an agreement about money while living together",
            "a document headed 'subject to contract' is followed by performance",
            "parties agree to negotiate in good faith",
            "a supply agreement leaves the price to be agreed later",
            "a letter of comfort is given by a parent company",
            "friends share lottery tickets under an informal arrangement",
        ),
        "Terms and Interpretation": (
            "a party asks the court to imply a term for business efficacy",
            "a clause read literally makes poor commercial sense",
            "a breach of an innominate term has serious consequences",
            "a statement made in negotiations is said to be a term and not a representation",
            "an entire agreement clause meets an oral promise made before signing",
            "goods sold between businesses do not match their description under the Sale of Goods Act 1979",
            "a no oral modification clause meets a later oral variation",
        ),
        "Exclusion Clauses and Unfair Terms": (
            "a notice limiting liability is handed over after the contract is made",
            "an exclusion clause is tested for reasonableness under the Unfair Contract Terms Act 1977",
            "a consumer challenges a term under the Consumer Rights Act 2015",
            "a business tries to exclude liability for death caused by its negligence",
            "an unusually onerous term is hidden in printed conditions",
            "a limitation clause is said to cover a deliberate breach",
        ),
        "Misrepresentation and Mistake": (
            "a seller's false statement about turnover induces the sale of a business",
            "a half-truth about a house is not corrected before completion",
            "a buyer claims damages under section 2(1) of the Misrepresentation Act 1967",
            "a buyer loses the right to rescind by waiting too long",
            "both parties believe that goods exist which had perished",
            "a rogue buys a car on credit by pretending to be someone else",
            "a written contract does not record what both parties had agreed",
        ),
        "Duress and Undue Influence": (
            "a supplier threatens to stop deliveries unless the price is raised",
            "a wife guarantees her husband's business debts on her home",
            "an elderly man gives property to his carer",
            "a bank fails to make sure a guarantor had independent advice",
            "a party threatens a lawful act to force an agreement",
            "a party affirms a contract after the pressure has ended",
        ),
        "Breach, Frustration and Remedies": (
            "a concert hall burns down before the hire begins",
            "a supplier says before the date for performance that it will not deliver",
            "a claimant's lost profits are said to be too remote",
            "a builder delivers a swimming pool that is too shallow but safe",
            "a clause fixes a sum payable on breach and is said to be a penalty",
            "a claimant fails to look for a replacement after the breach",
            "a buyer of unique goods asks for specific performance",
            "advance payments are claimed back under the Law Reform (Frustrated Contracts) Act 1943",
        ),
        "Privity and Third Parties": (
            "a contract gives a benefit to a named person who is not a party",
            "the parties cancel a term that a third party has relied on",
            "a third party relies on an exclusion clause under the Contracts (Rights of Third Parties) Act 1999",
            "a parent books a holiday that disappoints the whole family",
            "a developer claims for loss suffered by the later owner of a building",
            "an agent contracts without disclosing the principal",
        ),
    },
)
