-- Version 4: what a person notes of a photograph, whether they have checked it, and what is still
-- to be purged after a removal or a renaming that could be undone.

ALTER TABLE images ADD COLUMN notes TEXT NOT NULL DEFAULT '' CHECK (typeof(notes) = 'text');
ALTER TABLE images ADD COLUMN checked INTEGER NOT NULL DEFAULT 0 CHECK (checked IN (0, 1));

CREATE TABLE to_purge (
    -- A participant's former and present pseudonym; both empty where something was taken out.
    former TEXT NOT NULL CHECK (typeof(former) = 'text'),
    present TEXT NOT NULL CHECK (typeof(present) = 'text')
);
