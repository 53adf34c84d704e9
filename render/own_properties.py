"""Where a document of ours has what travels along with it: the part of its own properties, and the names of two.

Those of all others are bookmarks, see `render.bookmarked`. Knows no library, as what reads documents waits for none.
"""

PART = "docProps/custom.xml"
AUTHOR = "shenbao"  # of the comments in a workbook of ours
APPLICATION, CHANGE = "shenbao", "shenbao_change"
