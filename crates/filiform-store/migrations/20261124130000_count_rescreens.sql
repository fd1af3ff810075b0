-- How often facts changed the verdict of a plan since it was drafted or agreed last, for the board.

ALTER TABLE course ADD COLUMN rescreens BIGINT NOT NULL DEFAULT 0;
