"""One module for each mode of the conversation.

Each has `view(turn, mode)`: the question it shows; `pressed(turn, mode, action, argument)`: a press on one of
the buttons it shows; `said(turn, mode, text)`: a typed message. None of them knows a channel, or changes
anything itself.
"""
