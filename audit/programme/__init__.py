"""The programme of a year: audits, reports and follow-ups; what is due, late and done."""
