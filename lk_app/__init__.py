"""ЛК: the self-service cabinet of an electricity supplier for households."""
