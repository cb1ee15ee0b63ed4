"""Rating scale: many short questions on one scale, answered one below the other; results side by side, by sector."""
