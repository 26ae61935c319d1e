"""The siting checker: reckons everything again from the problem alone, with plane geometry of its own."""

from sanxin.engines.siting.check.claims import Claim, Considered, claims_of
from sanxin.engines.siting.check.verdict import Violation, check, check_claims

__all__ = ["Claim", "Considered", "Violation", "check", "check_claims", "claims_of"]
