"""Talk: a title and a clock, nothing to hand in. Also stands in for kinds that are not built yet."""
