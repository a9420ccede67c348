"""The crime types that this product knows, in police.uk's words, and the words that its API uses for them."""

from __future__ import annotations

ANTI_SOCIAL_BEHAVIOUR = "Anti-social behaviour"

API_SLUGS = {
    "anti-social-behaviour": ANTI_SOCIAL_BEHAVIOUR,
    "bicycle-theft": "Bicycle theft",
    "burglary": "Burglary",
    "criminal-damage-arson": "Criminal damage and arson",
    "drugs": "Drugs",
    "other-crime": "Other crime",
    "other-theft": "Other theft",
    "possession-of-weapons": "Possession of weapons",
    "public-order": "Public order",
    "robbery": "Robbery",
    "shoplifting": "Shoplifting",
    "theft-from-the-person": "Theft from the person",
    "vehicle-crime": "Vehicle crime",
    "violent-crime": "Violence and sexual offences",
}

CALL_PREFIX = "Call for service "
CALL_TYPES = tuple(f"{CALL_PREFIX}P{grade}" for grade in range(1, 10))

CRIME_TYPES = tuple(API_SLUGS.values())
KNOWN_TYPES = (*CRIME_TYPES, *CALL_TYPES)
