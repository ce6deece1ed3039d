"""The look and the shell of every page: layout, components, errors, navigation, headers."""
