"""What an agreement is over, and what may be signed as it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sanxin.foundation.finding import Sentence
from sanxin.foundation.refusal import Refusal

MOST_NAMED = 6

OTHER_HOMES = Sentence(
    "decisions.other_homes",
    "分摊表与名册的户不一致：{homes}。请按本次表决的名册重新计算。",
    "The share table and the roll are not of the same dwellings: {homes}. Reckon it over this decision's roll.",
)
OTHER_FILE = Sentence(
    "decisions.other_file",
    "签的不是这份协议：文件指纹是 {found}，协议的是 {agreed}。请打印系统里的协议再签。",
    "This is not the agreement: the file's fingerprint is {found}, the agreement's {agreed}. Print it from here, then sign.",
)
NO_FILE = Sentence(
    "decisions.no_file_signed",
    "没有说签的是哪一份。请选签的协议文件（PDF），由系统核对；核对过一次，以后勾选“还是上次核对过的那份”就行。",
    "It is not said which file was signed. Choose the file (PDF), and it is compared; after that a tick that it is the same will do.",
)


@dataclass(frozen=True, slots=True)
class Home:
    """A dwelling of the roll: its public id, stairwell and room."""

    public_id: str
    stairwell: str
    room: str

    @property
    def name(self) -> str:
        """Say it as people do."""
        return f"{self.stairwell}-{self.room}"


def homes_named(roll: Sequence[Home], named: Sequence[str]) -> dict[str, Home]:
    """Find a roll's dwellings by what a table calls them: public id, stairwell and room, or the room alone.

    :raises Refusal: if the table is not over just these
    """
    alone = len({one.stairwell for one in roll}) == 1
    called = {
        name: one for one in roll for name in (one.public_id, one.name, one.room if alone else one.public_id)
    }
    meant = {called[name].public_id for name in named if name in called}
    strange = [name for name in named if name not in called]
    left = [one.name for one in roll if one.public_id not in meant]
    if strange or left or len(named) != len(roll):
        raise Refusal(OTHER_HOMES.because(homes="、".join([*strange, *left][:MOST_NAMED])))
    return {name: called[name] for name in named}


def refuse_other_file(chosen: str, same_as: str, agreed: str) -> None:
    """Hold what was signed against the agreement, by digest: the file chosen, or else the one compared before (R055).

    :raises Refusal: if it is another, or neither is said
    """
    signed = chosen or same_as
    if not signed:
        raise Refusal(NO_FILE.because())
    if signed != agreed:
        raise Refusal(OTHER_FILE.because(found=signed[:16], agreed=agreed[:16]))
