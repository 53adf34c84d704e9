"""The one writer, one turn, jobs, daily work, and the page's transcript. Knows no channel."""
