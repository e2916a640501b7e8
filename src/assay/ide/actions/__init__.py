"""Code actions: what an editor offers to do to the rules at a place."""

from assay.ide.actions.action import Action
from assay.ide.actions.actions import actions

__all__ = ["Action", "actions"]
