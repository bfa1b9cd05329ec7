"""Tort law: topics and angles."""

from __future__ import annotations

from typing import Final

from gristmill.taxonomy.topic import Area, area

TORT: Final[Area] = area(
    "Tort Law",
    {
        "Negligence and Duty of Care": (
            "a learner driver injures a passenger",
            "a public authority fails to protect a child from harm by others",
            "the police injure a bystander while arresting a suspect",
            "a novel type of claim has to be argued by analogy with established duties",
            "a rescuer is hurt while saving a person whom the defendant endangered",
            "a council fails to maintain a road sign at a dangerous junction",
        ),
        "Breach and Professional Standards": (
            "a surgeon does not warn a patient of a small but serious risk",
            "a doctor follows a practice that only some of her colleagues accept",
            "an accident speaks for itself because nobody can explain how it happened",
            "the cost of a precaution is weighed against a slight risk",
            "a child of ten injures a friend during a game",
            "an amateur repairs a door handle that later comes off",
            "a defendant is convicted of careless driving before the civil claim is heard",
        ),
        "Causation and Remoteness": (
            "a worker exposed to asbestos by several employers develops mesothelioma",
            "a patient would probably have died even with proper treatment",
            "a second accident follows an injury caused by the defendant",
            "a victim with a thin skull suffers unusually serious harm",
            "the damage was of a foreseeable kind but happened in an unforeseeable way",
            "a late diagnosis lowers a patient's chance of recovery",
        ),
        "Pure Economic Loss and Psychiatric Harm": (
            "an investor relies on audited accounts that were negligently prepared",
            "a power cut caused by roadworks stops a factory",
            "a solicitor's delay deprives an intended beneficiary of a legacy",
            "a mother sees the aftermath of an accident to her child in hospital",
            "an employee writes a careless reference for a former colleague",
            "a bystander who is not related to the victims witnesses a disaster",
            "a surveyor's report to a lender is relied on by the buyer of a modest house",
        ),
        "Occupiers Liability": (
            "a visitor slips on a wet floor in a supermarket",
            "a child trespasser is hurt on an unfenced building site",
            "a swimmer dives into a shallow lake despite a warning sign",
            "an independent contractor leaves a stairway unsafe",
            "a notice at the gate excludes liability to visitors",
            "a visitor strays into a part of the building closed to the public",
        ),
        "Nuisance and Rylands v Fletcher": (
            "a homeowner complains of noise from a long-established sports ground",
            "viewers on a public platform look into flats with glass walls",
            "Japanese knotweed spreads from neighbouring land",
            "chemicals stored on an industrial site leak into a borehole",
            "a defendant relies on planning permission as an answer to nuisance",
            "a person with no interest in the land complains of dust",
            "a court decides between an injunction and damages",
        ),
        "Vicarious and Employers Liability": (
            "an employee attacks a customer at work",
            "a self-employed contractor injures a passer-by",
            "an employee leaks colleagues' personal data out of a grudge",
            "an employer provides no training for a dangerous machine",
            "an organisation is sued for abuse committed by a volunteer",
            "a worker suffers a breakdown after complaining of overwork",
        ),
        "Defamation and Privacy": (
            "a newspaper says an article was on a matter of public interest",
            "a company must show serious financial loss under the Defamation Act 2013",
            "a restaurant sues over an online review stated to be an opinion",
            "a celebrity seeks an injunction against the publication of private photographs",
            "a website operator is sued for comments posted by users",
            "a suspect under police investigation complains of being named",
            "the words complained of have a meaning only some readers would understand",
        ),
        "Defences and Damages": (
            "a passenger accepts a lift from a driver he knows to be drunk",
            "a cyclist without a helmet is partly to blame for her injuries",
            "a claimant was taking part in a crime when injured",
            "a claim is started more than three years after the injury",
            "a claimant seeks the cost of care given free by a relative",
            "several defendants are responsible for the same damage",
        ),
    },
)
