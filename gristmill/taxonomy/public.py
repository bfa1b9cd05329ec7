"""Public law: topics and angles, constitutional and administrative law with human rights."""

from __future__ import annotations

from typing import Final

from gristmill.taxonomy.topic import Area, area

PUBLIC: Final[Area] = area(
    "Public Law",
    {
        "Parliamentary Sovereignty": (
            "an Act repeals an earlier constitutional statute by implication",
            "a later Parliament is told that it may change a law only after a referendum",
            "a court is asked to declare an Act invalid because of how it was passed",
            "an Act is passed without the consent of the House of Lords under the Parliament Acts",
            "Westminster legislates on a devolved matter without the consent of a devolved legislature",
            "a clause says that no court may question a decision",
        ),
        "Royal Prerogative": (
            "ministers use the prerogative to withdraw from a treaty",
            "Parliament is prorogued for five weeks at a critical time",
            "a statute covers the same ground as a prerogative power",
            "a passport is refused under the prerogative",
            "forces are sent abroad without a vote in Parliament",
            "a citizen seeks review of a decision made under a prerogative order",
        ),
        "Rule of Law and Separation of Powers": (
            "officials enter a home on a warrant that no statute allows",
            "tribunal fees are set so high that workers cannot bring claims",
            "a minister's power to override a tribunal's decision is challenged",
            "a statute allows ministers to amend Acts by regulation",
            "a penalty is made to apply to conduct that was lawful at the time",
            "a court is asked to rule on a question of high policy",
        ),
        "Judicial Review Standing and Procedure": (
            "a pressure group challenges a decision that affects nobody in particular",
            "a claim for judicial review is filed four months after the decision",
            "a claimant has not used a statutory right of appeal",
            "a private body that regulates a sport makes the decision",
            "the decision would very probably have been the same without the error",
            "a claimant asks for an interim order to stop a deportation",
            "a defence to a criminal charge says that a byelaw is invalid",
        ),
        "Illegality in Judicial Review": (
            "a council uses a power to reduce fares for a purpose the statute does not allow",
            "a minister follows a fixed policy and refuses to hear exceptions",
            "a decision-maker leaves out a consideration that the statute requires",
            "a decision is taken by an official to whom the power was never delegated",
            "a decision rests on a mistake about an established fact",
            "a public body fails to have due regard to equality under section 149 of the Equality Act 2010",
        ),
        "Unreasonableness and Procedural Fairness": (
            "a decision is said to be so unreasonable that no reasonable authority could make it",
            "a licence is taken away without a hearing",
            "the chair of a panel has shares in a company that applied to it",
            "a decision-maker gives no reasons",
            "an authority breaks a clear promise made to a small group of people",
            "a consultation begins after the decision is in fact made",
            "a fair-minded observer would see a real possibility of bias",
        ),
        "Human Rights Act": (
            "a court is asked to read words into a statute under section 3",
            "a court considers a declaration of incompatibility under section 4",
            "a private care home looks after residents for a council",
            "police retain photographs of a peaceful protester",
            "a demonstration blocks a road and protesters are prosecuted",
            "a foreign offender resists deportation because of family life",
            "a prisoner challenges a blanket rule as disproportionate",
        ),
        "Police Powers and Public Order": (
            "a person is searched in the street without reasonable suspicion",
            "police arrest a person although an arrest was not necessary",
            "officers contain a crowd for several hours",
            "conditions are imposed on a march under the Public Order Act 1986",
            "a suspect is held for longer than twenty-four hours without charge",
            "police stop coaches of protesters before they reach the demonstration",
        ),
        "Devolution and Local Government": (
            "the Scottish Parliament passes a Bill said to relate to a reserved matter",
            "a law of the Senedd is referred to the Supreme Court",
            "a local authority makes a byelaw that conflicts with an Act",
            "a council closes libraries to balance its budget",
            "the Secretary of State blocks a Scottish Bill under section 35 of the Scotland Act 1998",
            "a complaint about maladministration is made to an ombudsman",
        ),
    },
)
