"""The books of a project in double entry: every entry in whole fen touches two accounts and adds up to zero."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

from sanxin.foundation.finding import Because, Sentence, Words
from sanxin.foundation.money import yuan_text

Kind = Literal[
    "plan", "grant", "pledge", "award", "payment", "refund", "compensation", "transfer", "spending"
]
KINDS: tuple[Kind, ...] = get_args(Kind)
# Which account an entry debits and which it credits. An account of a line or a dwelling is kept apart
# for each; the others are one for the project.
SIDES: Mapping[Kind, tuple[str, str]] = {
    "plan": ("planned", "plan"),  # a cost is foreseen
    "grant": ("granted", "sources"),  # somebody other than a household undertakes to pay
    "pledge": ("pledged", "sources"),  # a household undertakes to pay its share
    "award": ("awards", "owed"),  # a household is to be compensated
    "payment": ("account", "paid"),
    "refund": ("paid", "account"),
    "compensation": ("compensated", "account"),
    "transfer": ("account", "received"),
    "spending": ("spent", "account"),
}
KIND_WORDS: Mapping[str, Words] = {
    "plan": Words("预算支出", "planned cost"),
    "grant": Words("落实资金", "source undertaken"),
    "pledge": Words("应缴份额", "share to pay"),
    "award": Words("应付补偿", "compensation agreed"),
    "payment": Words("住户缴款", "payment by a household"),
    "refund": Words("退款", "refund"),
    "compensation": Words("支付补偿", "compensation paid"),
    "transfer": Words("资金到账", "transfer of a grant"),
    "spending": Words("工程付款", "payment for the works"),
}
WHOLE = frozenset({"plan", "sources", "awards", "account"})
OF_A_DWELLING: frozenset[Kind] = frozenset({"pledge", "award", "payment", "refund", "compensation"})
INTO_THE_ACCOUNT: frozenset[Kind] = frozenset({"payment", "transfer"})
OUT_OF_THE_ACCOUNT: frozenset[Kind] = frozenset({"refund", "compensation", "spending"})

OVERDRAWN = Sentence(
    "ledger.overdrawn",
    "监管账户将为 {balance} 元，不够支出。请先登记已到账的款项。",
    "The supervised account would stand at {balance} yuan. Record first what has arrived.",
)
REFUND_EXCEEDS = Sentence(
    "ledger.refund_exceeds",
    "{home} 的退款会比实缴多 {over} 元。退款不能多于实缴，请核对金额。",
    "Refunds to {home} would exceed what it paid by {over} yuan. No more goes back than came; check the sum.",
)
COMPENSATION_EXCEEDS = Sentence(
    "ledger.compensation_exceeds",
    "{home} 补偿合计 {paid} 元，超过约定的 {owed} 元。请先更正分摊表，再支付。",
    "Compensation to {home} would be {paid} yuan, above the {owed} agreed. Correct the shares first.",
)


@dataclass(frozen=True, slots=True)
class Account:
    """One account: its name, and the line or dwelling it is kept for ("" for one of the whole project)."""

    name: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. ``of`` is the line or the dwelling; ``fen`` is above 0; a reversal repeats what it ``reverses``."""

    id: str
    kind: Kind
    of: str
    fen: int
    reverses: str | None = None

    def __post_init__(self) -> None:
        if self.fen <= 0:
            raise ValueError(f"entry {self.id} is of {self.fen} fen; it must be above 0")

    def reversal(self, ident: str) -> "Entry":
        """Give the entry that takes this one back; both stay in the books."""
        return replace(self, id=ident, reverses=self.id)


@dataclass(frozen=True, slots=True)
class Posting:
    """What one entry does to one account, in fen; debits are above 0."""

    account: Account
    fen: int


def postings(entry: Entry) -> tuple[Posting, Posting]:
    """Give the two postings of an entry; they add up to zero."""
    debit, credit = (Account(name, "" if name in WHOLE else entry.of) for name in SIDES[entry.kind])
    fen = -entry.fen if entry.reverses else entry.fen
    return Posting(debit, fen), Posting(credit, -fen)


@dataclass(frozen=True, slots=True)
class Books:
    """The balance of every account, in fen; debits are above 0."""

    balances: Mapping[Account, int]

    def debit(self, name: str, of: str = "") -> int:
        """Give an account's balance on its debit side."""
        return self.balances.get(Account(name, of), 0)

    def credit(self, name: str, of: str = "") -> int:
        """Give an account's balance on its credit side."""
        return -self.debit(name, of)

    def kept_for(self, *names: str) -> tuple[str, ...]:
        """List the lines or dwellings for which these accounts are kept, by id."""
        return tuple(sorted({account.of for account in self.balances if account.name in names}))

    def total(self, name: str) -> int:
        """Add up the accounts of one name, on their debit side."""
        return sum(fen for account, fen in self.balances.items() if account.name == name)

    def outstanding(self, dwelling: str) -> int:
        """Give what a dwelling still has to pay; below 0 if it paid more than its share."""
        return self.debit("pledged", dwelling) - self.credit("paid", dwelling)

    @property
    def account_fen(self) -> int:
        """Give what the supervised account holds by the books."""
        return self.debit("account")


def books(entries: Iterable[Entry]) -> Books:
    """Post entries; their order does not matter."""
    balances: dict[Account, int] = {}
    for entry in entries:
        for posting in postings(entry):
            balances[posting.account] = balances.get(posting.account, 0) + posting.fen
    return Books(balances)


@dataclass(frozen=True, slots=True)
class TrialBalance:
    """All debits against all credits, in fen; equal, or the books are broken."""

    debit_fen: int
    credit_fen: int

    @property
    def balances(self) -> bool:
        """Tell whether both sides are equal."""
        return self.debit_fen == self.credit_fen


def trial_balance(kept: Books) -> TrialBalance:
    """Add up the balances of each side."""
    return TrialBalance(
        sum(fen for fen in kept.balances.values() if fen > 0),
        -sum(fen for fen in kept.balances.values() if fen < 0),
    )


def broken(kept: Books, homes: Mapping[str, str]) -> list[Because]:
    """Say everything that books may never say: money spent before it came, more given back than was paid.

    ``homes`` names dwellings as people do.
    """
    found = []
    if kept.account_fen < 0:
        found.append(OVERDRAWN.because(balance=yuan_text(kept.account_fen)))
    for one in kept.kept_for("paid"):
        if kept.credit("paid", one) < 0:
            over = yuan_text(-kept.credit("paid", one))
            found.append(REFUND_EXCEEDS.because(home=homes.get(one, one), over=over))
    for one in kept.kept_for("compensated"):
        given, owed = kept.debit("compensated", one), kept.credit("owed", one)
        if given > owed:
            found.append(
                COMPENSATION_EXCEEDS.because(
                    home=homes.get(one, one), paid=yuan_text(given), owed=yuan_text(owed)
                )
            )
    return found
