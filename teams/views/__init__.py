"""Pages of teams, one file per thing: the public list, candidacies, the room, support, the pitch file."""
