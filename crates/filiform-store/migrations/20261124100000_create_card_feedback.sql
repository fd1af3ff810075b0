-- What people in other systems did with our cards. It holds nothing about a patient or a person: the id
-- of a card is a hash, and the day has no time of day.
CREATE TABLE card_feedback (
    clinic_id TEXT NOT NULL REFERENCES clinic (clinic_id),
    client    TEXT NOT NULL, -- issuer of the system that sent it
    card_id   TEXT NOT NULL, -- the same card again replaces what was said before
    service   TEXT NOT NULL,
    rule_id   TEXT NOT NULL, -- 'unknown': the rule is no longer there
    outcome   TEXT NOT NULL CHECK (outcome IN ('accepted', 'overridden')),
    reason    TEXT,          -- NULL: accepted, or no reason given
    day       TEXT NOT NULL,
    PRIMARY KEY (clinic_id, client, card_id)
);
