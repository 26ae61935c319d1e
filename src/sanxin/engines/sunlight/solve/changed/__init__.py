"""What changes when a shaft is added, moved or taken away: only what it reaches is reckoned again."""

from sanxin.engines.sunlight.solve.changed.incremental import Renewed, renew
from sanxin.engines.sunlight.solve.changed.losses import joint_losses, losses

__all__ = ["Renewed", "joint_losses", "losses", "renew"]
