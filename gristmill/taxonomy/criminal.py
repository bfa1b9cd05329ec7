"""Criminal law: topics and angles."""

from __future__ import annotations

from typing import Final

from gristmill.taxonomy.topic import Area, area

CRIMINAL: Final[Area] = area(
    "Criminal Law",
    {
        "Actus Reus and Causation": (
            "a lifeguard watches a swimmer drown and does nothing",
            "a victim refuses a blood transfusion on religious grounds",
            "a victim jumps from a moving car to escape an assault",
            "negligent medical treatment follows a stabbing",
            "a person accidentally starts a fire and then walks away",
            "a drug user injects himself with drugs another person supplied",
            "a parent fails to call for help for a sick child",
        ),
        "Mens Rea": (
            "a defendant foresees death as virtually certain but does not want it",
            "a defendant aims at one person and hits another",
            "a boy throws fireworks without seeing the risk to a building",
            "the guilty mind comes after the act has begun",
            "an offence is silent about any mental element",
            "a defendant closes her eyes to the obvious origin of stolen goods",
        ),
        "Murder and Manslaughter": (
            "a defendant pleads loss of control under the Coroners and Justice Act 2009",
            "a defendant with a recognised medical condition pleads diminished responsibility",
            "an unlawful act that is not serious leads to a death",
            "a doctor's grossly negligent mistake kills a patient",
            "a defendant intended serious injury but not death",
            "a company is charged under the Corporate Manslaughter and Corporate Homicide Act 2007",
            "one partner in a suicide pact survives",
        ),
        "Non-Fatal Offences": (
            "silent telephone calls cause a recognised psychiatric illness",
            "a player is badly injured by a late tackle on a football pitch",
            "a defendant recklessly transmits a serious infection to a partner",
            "a threat is made that would be carried out only in the future",
            "adults consent to injuries inflicted for sexual gratification",
            "a cut is charged as wounding under section 20 of the Offences Against the Person Act 1861",
            "a tattooist performs body modification on a consenting customer",
        ),
        "Theft and Robbery": (
            "a customer swaps price labels in a shop",
            "a person keeps money paid into her account by mistake",
            "a person takes a concert ticket and returns it after the concert",
            "force is used to escape after the theft is complete",
            "a gift from a vulnerable person is said to be dishonestly appropriated",
            "a finder of a wallet thinks that the owner cannot be traced",
            "a partner takes goods belonging to the partnership",
        ),
        "Fraud and Burglary": (
            "a job applicant lies about a degree",
            "a seller stays silent about a fact he has a duty to disclose under the Fraud Act 2006",
            "an employee abuses her position by diverting contracts",
            "a diner leaves a restaurant without paying",
            "a person enters a shop's stockroom marked 'staff only' to steal",
            "a person enters a house as a guest and steals only after going inside",
            "a burglar carries a screwdriver that could be used as a weapon",
        ),
        "Attempts, Conspiracy and Secondary Liability": (
            "a defendant tries to handle goods that are not in fact stolen",
            "a getaway driver says he did not expect violence",
            "a defendant is arrested outside the bank before entering",
            "two people agree to commit an offence and one secretly means to withdraw",
            "a person encourages an offence that is never committed",
            "an accomplice leaves before the attack begins",
        ),
        "Defences": (
            "a householder uses force against an intruder at night",
            "a defendant is threatened with death unless he smuggles drugs",
            "a diabetic driver loses consciousness after failing to eat",
            "a drunk defendant mistakes a friend for an attacker",
            "a defendant with a psychotic illness did not know the act was wrong",
            "a prisoner escapes because the prison is on fire",
            "a gang member is forced to rob a shop by the gang he chose to join",
        ),
        "Evidence and Procedure": (
            "a confession is obtained after a suspect was refused a solicitor",
            "a defendant says nothing in interview and gives an explanation at trial",
            "the prosecution wants to prove the defendant's previous convictions",
            "a witness is too frightened to give evidence in person",
            "an identification is made in poor light by a stranger",
            "police find evidence in an unlawful search",
            "an offence triable either way is sent to the Crown Court",
        ),
    },
)
