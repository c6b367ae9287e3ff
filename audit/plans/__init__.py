"""Plans as people keep them, read into actions: headings, levels, dates, words; and written out again."""
