"""The verifier: an export alone, no database; and what only something from outside the file can tell."""

from sanxin.record.verify.finding import Finding, Verdict, guarded
from sanxin.record.verify.outside import against, receipt_holds, root_holds
from sanxin.record.verify.whole import covered, verify

__all__ = ["Finding", "Verdict", "against", "covered", "guarded", "receipt_holds", "root_holds", "verify"]
