"""The screens: what a person may be doing, one module for each, and for each part that is shown on several.

None of them knows a channel, or changes anything itself.
"""
