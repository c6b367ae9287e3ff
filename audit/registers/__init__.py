"""The population as it came: what columns it has, how they are recognised, how it is read."""
