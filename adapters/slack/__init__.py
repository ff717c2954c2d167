"""The Slack front: acknowledge, translate, dispatch, render."""
