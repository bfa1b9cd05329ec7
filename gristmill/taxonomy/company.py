"""Company law: topics and angles."""

from __future__ import annotations

from typing import Final

from gristmill.taxonomy.topic import Area, area

COMPANY: Final[Area] = area(
    "Company Law",
    {
        "Directors Duties": (
            "a director keeps trading while the company is insolvent",
            "a director takes for himself a business opportunity that the company was offered",
            "a director votes on a contract with a company owned by her spouse without declaring it",
            "directors issue new shares to defeat a takeover bid",
            "a non-executive director signs whatever the chief executive puts before him",
            "a director accepts a valuable gift from a supplier",
            "a director follows the wishes of the shareholder who appointed her against the company's interest",
            "shareholders are asked to ratify a director's breach of duty",
        ),
        "Separate Personality and Veil Piercing": (
            "a trader moves assets into a company to escape a judgment already facing him",
            "a creditor of an insolvent subsidiary sues the parent company",
            "a sole shareholder claims on an insurance policy for goods the company owns",
            "a person injured by a subsidiary's operations says the parent assumed responsibility for safety",
            "a company is set up to get round the owner's covenant not to compete",
            "a court looks at who controls companies holding family property on divorce",
        ),
        "Shareholder Remedies": (
            "a minority shareholder in a family company is shut out of its management",
            "a shareholder seeks permission to continue a derivative claim under the Companies Act 2006",
            "a majority pays itself high salaries and never declares a dividend",
            "an unfair prejudice petitioner asks for her shares to be bought without a minority discount",
            "a shareholder asks the court to wind the company up on the just and equitable ground",
            "a shareholder claims for a fall in the value of shares caused by a wrong done to the company",
            "the articles are altered so that the majority can compulsorily buy the minority's shares",
        ),
        "Share Capital and Dividends": (
            "a private company reduces its capital with a solvency statement",
            "a dividend is paid although the company has no distributable profits",
            "a public company lends money to a buyer of its own shares",
            "a company allots new shares without offering them first to existing shareholders",
            "shares are allotted at a discount to their nominal value",
            "a private company buys back shares from a retiring founder",
            "a class of shareholders objects to a variation of its rights",
        ),
        "Meetings and Resolutions": (
            "a general meeting is held on shorter notice than the Companies Act 2006 requires",
            "all shareholders agree informally to something that needed a resolution",
            "a private company wants to pass a written resolution to remove a director",
            "shareholders use an ordinary resolution to remove a director whom the articles give weighted votes",
            "members holding five per cent of the votes require the directors to call a meeting",
            "a special resolution is carried by seventy per cent of the votes cast",
        ),
        "Articles and Shareholders Agreements": (
            "a clause in the articles gives an outsider the post of company solicitor",
            "an alteration of the articles is challenged as not made in good faith for the company's benefit",
            "a shareholders' agreement conflicts with the articles",
            "a company agrees never to alter one of its own articles",
            "a member sues to enforce a right to vote given by the articles",
            "directors exceed a limit that the articles put on their powers when dealing with a bank",
        ),
        "Insolvency and Directors Liability": (
            "a liquidator brings a wrongful trading claim under section 214 of the Insolvency Act 1986",
            "a company repays a director's loan two months before liquidation",
            "an asset is sold to a connected person at well below its value before administration",
            "a floating charge is given to an existing lender shortly before winding up",
            "the Secretary of State seeks to disqualify a director for unfit conduct",
            "a director reuses the name of a company that went into insolvent liquidation",
            "a director considers creditors' interests when insolvency is probable",
        ),
        "Company Charges and Creditors": (
            "a charge is not registered at Companies House within twenty-one days",
            "a lender calls its security over book debts fixed although the company may use the proceeds freely",
            "a floating charge crystallises and competes with a later fixed charge",
            "preferential creditors and the prescribed part reduce what a floating charge holder receives",
            "a supplier relies on a retention of title clause against an administrator",
            "a lender with a qualifying floating charge appoints an administrator out of court",
        ),
        "Company Contracts and Authority": (
            "a promoter signs a contract before the company is incorporated",
            "a managing director exceeds the limits the board set on his authority",
            "a person who was never appointed acts as a director with the board's knowledge",
            "a buyer relies on section 40 of the Companies Act 2006 although the board broke the articles",
            "a director buys a substantial asset from the company without shareholders' approval",
            "a deed is signed by one director without a witness",
        ),
    },
)
