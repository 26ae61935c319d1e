"""Who acts. Nobody is not an actor: a verb without one is refused before it looks at anything."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Staff:
    """A person with an account and a mandate, named by the account's public id."""

    account: str

    @property
    def ref(self) -> str:
        """Name the actor as the journal does."""
        return f"staff:{self.account}"


@dataclass(frozen=True, slots=True)
class Household:
    """Somebody who holds a dwelling's printed code; not an account, and not proof of ownership."""

    dwelling: str
    token: str

    @property
    def ref(self) -> str:
        """Name the actor as the journal does."""
        return f"household:{self.dwelling}/{self.token}"


@dataclass(frozen=True, slots=True)
class Helper:
    """A person who acts for a dwelling that consented to it: named by an account, or without one by that consent."""

    account: str
    dwelling: str

    @property
    def ref(self) -> str:
        """Name the actor as the journal does."""
        return f"helper:{self.account}/{self.dwelling}"


@dataclass(frozen=True, slots=True)
class System:
    """A named part of the house: the command line, a job, a clock."""

    name: str

    @property
    def ref(self) -> str:
        """Name the actor as the journal does."""
        return f"system:{self.name}"


@dataclass(frozen=True, slots=True)
class Public:
    """Anyone, unnamed."""

    @property
    def ref(self) -> str:
        """Name the actor as the journal does."""
        return "public"


Actor = Staff | Household | Helper | System | Public
