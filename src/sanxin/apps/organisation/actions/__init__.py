"""Every verb of the organisation; the only writers."""

from sanxin.apps.organisation.actions.accounts import Opened, close_account, open_account, sign_in
from sanxin.apps.organisation.actions.bodies import dissolve_body, form_body, join_body
from sanxin.apps.organisation.actions.consents import consent_to_helper, end_help, invite_helper
from sanxin.apps.organisation.actions.forgetting import (
    count_helpers,
    count_spent,
    forget_helpers,
    forget_spent,
)
from sanxin.apps.organisation.actions.grids import draw_grid, give_duty, merge_grids
from sanxin.apps.organisation.actions.residents import (
    Card,
    Keep,
    issue_invitation,
    redeem_invitation,
    revoke_sessions,
    void_invitations,
)
from sanxin.apps.organisation.actions.structure import end_mandate, found_unit, grant_mandate, succeed

__all__ = [
    "Card", "Keep", "Opened", "close_account", "consent_to_helper", "count_helpers", "count_spent", "dissolve_body", "draw_grid", "end_help",
    "end_mandate", "forget_helpers", "forget_spent", "form_body", "found_unit",
    "give_duty", "grant_mandate", "invite_helper", "issue_invitation", "join_body", "merge_grids",
    "open_account", "redeem_invitation", "revoke_sessions", "sign_in", "succeed",
    "void_invitations",
]  # fmt: skip
