-- Version 2: who looked, what they looked at, and the scores that they gave.

CREATE TABLE participants (
    id TEXT NOT NULL PRIMARY KEY CHECK (typeof(id) = 'text' AND id <> ''),
    -- Empty where nobody said.
    observer_group TEXT NOT NULL CHECK (typeof(observer_group) = 'text'),
    -- A JSON object of text.
    attributes TEXT NOT NULL CHECK (typeof(attributes) = 'text')
);

CREATE TABLE trials (
    participant_id TEXT NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    recording TEXT NOT NULL CHECK (typeof(recording) = 'text'),
    -- Microseconds on the recording's clock.
    start_us INTEGER NOT NULL CHECK (typeof(start_us) = 'integer'),
    image_id TEXT NOT NULL REFERENCES images (id) ON DELETE CASCADE,
    stimulus TEXT NOT NULL CHECK (typeof(stimulus) = 'text'),
    -- Names the blob; the three columns after it are what it is the hash of.
    key TEXT NOT NULL CHECK (length(key) = 64 AND key NOT GLOB '*[^0-9a-f]*'),
    stage TEXT NOT NULL CHECK (typeof(stage) = 'text'),
    version INTEGER NOT NULL CHECK (typeof(version) = 'integer'),
    inputs TEXT NOT NULL CHECK (typeof(inputs) = 'text'),
    facts TEXT NOT NULL CHECK (typeof(facts) = 'text'),
    PRIMARY KEY (participant_id, recording, start_us)
);

CREATE INDEX trials_by_image ON trials (image_id);

CREATE TABLE pain_scores (
    participant_id TEXT NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    image_id TEXT NOT NULL REFERENCES images (id) ON DELETE CASCADE,
    score REAL NOT NULL CHECK (typeof(score) = 'real' AND score BETWEEN 0 AND 10),
    PRIMARY KEY (participant_id, image_id)
);

CREATE INDEX pain_scores_by_image ON pain_scores (image_id);
