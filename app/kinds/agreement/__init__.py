"""Agreement: statements rated from 1 to 9, in one round or two, judged by the rule that was fixed before."""
