-- Version 10: what raters say of photographs, all of it in rounds.

ALTER TABLE participants ADD COLUMN rater INTEGER NOT NULL DEFAULT 0 CHECK (rater IN (0, 1));

CREATE TABLE rounds (
    -- Drawn when the round was made: the same in every study and file that has to do with it.
    token TEXT NOT NULL PRIMARY KEY CHECK (typeof(token) = 'text' AND token <> ''),
    name TEXT NOT NULL UNIQUE CHECK (typeof(name) = 'text' AND name <> ''),
    -- Two JSON lists of text.
    instruments TEXT NOT NULL CHECK (typeof(instruments) = 'text'),
    regions TEXT NOT NULL CHECK (typeof(regions) = 'text'),
    seed INTEGER NOT NULL CHECK (typeof(seed) = 'integer'),
    repeats REAL NOT NULL CHECK (typeof(repeats) = 'real' AND repeats BETWEEN 0 AND 0.5),
    apart INTEGER NOT NULL CHECK (typeof(apart) = 'integer' AND apart BETWEEN 1 AND 100),
    blind INTEGER NOT NULL CHECK (blind IN (0, 1)),
    face_only INTEGER NOT NULL CHECK (face_only IN (0, 1)),
    seconds REAL CHECK (typeof(seconds) IN ('real', 'null') AND coalesce(seconds, 1) > 0),
    score_by TEXT NOT NULL CHECK (score_by IN ('numbers', 'slider', 'line')),
    made TEXT NOT NULL CHECK (typeof(made) = 'text')
);

CREATE TABLE round_images (
    token TEXT NOT NULL REFERENCES rounds (token) ON DELETE CASCADE,
    image_id TEXT NOT NULL REFERENCES images (id) ON DELETE CASCADE,
    place INTEGER NOT NULL CHECK (typeof(place) = 'integer'),
    -- What files of the round call the photograph: drawn, so that it says nothing.
    alias TEXT NOT NULL CHECK (typeof(alias) = 'text' AND alias <> ''),
    PRIMARY KEY (token, image_id),
    UNIQUE (token, alias)
);

CREATE INDEX round_images_by_image ON round_images (image_id);

CREATE TABLE round_raters (
    token TEXT NOT NULL REFERENCES rounds (token) ON DELETE CASCADE,
    rater TEXT NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    place INTEGER NOT NULL CHECK (typeof(place) = 'integer'),
    -- When; empty before.
    handed_in TEXT NOT NULL CHECK (typeof(handed_in) = 'text'),
    PRIMARY KEY (token, rater)
);

-- Drawn once: whatever becomes of photographs and neonates afterwards, a rater goes on in the order
-- that was begun.
CREATE TABLE turns (
    token TEXT NOT NULL REFERENCES rounds (token) ON DELETE CASCADE,
    rater TEXT NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    place INTEGER NOT NULL CHECK (typeof(place) = 'integer'),
    image_id TEXT NOT NULL REFERENCES images (id) ON DELETE CASCADE,
    repeat INTEGER NOT NULL CHECK (repeat IN (0, 1)),
    PRIMARY KEY (token, rater, image_id, repeat)
);

CREATE INDEX turns_by_image ON turns (image_id);

CREATE TABLE answers (
    token TEXT NOT NULL REFERENCES rounds (token) ON DELETE CASCADE,
    rater TEXT NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    image_id TEXT NOT NULL REFERENCES images (id) ON DELETE CASCADE,
    repeat INTEGER NOT NULL CHECK (repeat IN (0, 1)),
    instrument TEXT NOT NULL CHECK (typeof(instrument) = 'text' AND instrument <> ''),
    version TEXT NOT NULL CHECK (typeof(version) = 'text'),
    item TEXT NOT NULL CHECK (typeof(item) = 'text'),
    value REAL CHECK (typeof(value) IN ('real', 'null')),
    codable INTEGER NOT NULL CHECK (codable IN (0, 1)),
    text TEXT NOT NULL CHECK (typeof(text) = 'text'),
    PRIMARY KEY (token, rater, image_id, repeat, instrument, item)
);

CREATE INDEX answers_by_image ON answers (image_id);

CREATE TABLE marks (
    token TEXT NOT NULL REFERENCES rounds (token) ON DELETE CASCADE,
    rater TEXT NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    image_id TEXT NOT NULL REFERENCES images (id) ON DELETE CASCADE,
    repeat INTEGER NOT NULL CHECK (repeat IN (0, 1)),
    name TEXT NOT NULL CHECK (typeof(name) = 'text' AND length(name) BETWEEN 1 AND 40),
    weight INTEGER NOT NULL CHECK (weight IN (1, 2, 3)),
    -- As in drawn_regions.
    outlines TEXT NOT NULL CHECK (typeof(outlines) = 'text'),
    PRIMARY KEY (token, rater, image_id, repeat, name)
);

CREATE INDEX marks_by_image ON marks (image_id);

CREATE TABLE landmarks (
    token TEXT NOT NULL REFERENCES rounds (token) ON DELETE CASCADE,
    rater TEXT NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    image_id TEXT NOT NULL REFERENCES images (id) ON DELETE CASCADE,
    repeat INTEGER NOT NULL CHECK (repeat IN (0, 1)),
    landmark_set TEXT NOT NULL CHECK (typeof(landmark_set) = 'text'),
    name TEXT NOT NULL CHECK (typeof(name) = 'text'),
    x REAL NOT NULL CHECK (typeof(x) = 'real'),
    y REAL NOT NULL CHECK (typeof(y) = 'real'),
    visible INTEGER NOT NULL CHECK (visible IN (0, 1)),
    PRIMARY KEY (token, rater, image_id, repeat, landmark_set, name)
);

CREATE INDEX landmarks_by_image ON landmarks (image_id);

CREATE TABLE sittings (
    token TEXT NOT NULL REFERENCES rounds (token) ON DELETE CASCADE,
    rater TEXT NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    image_id TEXT NOT NULL REFERENCES images (id) ON DELETE CASCADE,
    repeat INTEGER NOT NULL CHECK (repeat IN (0, 1)),
    seconds REAL NOT NULL CHECK (typeof(seconds) = 'real' AND seconds >= 0),
    done INTEGER NOT NULL CHECK (done IN (0, 1)),
    at TEXT NOT NULL CHECK (typeof(at) = 'text'),
    PRIMARY KEY (token, rater, image_id, repeat)
);

CREATE INDEX sittings_by_image ON sittings (image_id);

CREATE TABLE amendments (
    token TEXT NOT NULL REFERENCES rounds (token) ON DELETE CASCADE,
    rater TEXT NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    image_id TEXT NOT NULL REFERENCES images (id) ON DELETE CASCADE,
    repeat INTEGER NOT NULL CHECK (repeat IN (0, 1)),
    at TEXT NOT NULL CHECK (typeof(at) = 'text'),
    reason TEXT NOT NULL CHECK (typeof(reason) = 'text' AND reason <> ''),
    what TEXT NOT NULL CHECK (typeof(what) = 'text')
);

CREATE INDEX amendments_by_image ON amendments (image_id);

CREATE TABLE decisions (
    token TEXT NOT NULL REFERENCES rounds (token) ON DELETE CASCADE,
    image_id TEXT NOT NULL REFERENCES images (id) ON DELETE CASCADE,
    instrument TEXT NOT NULL CHECK (typeof(instrument) = 'text' AND instrument <> ''),
    item TEXT NOT NULL CHECK (typeof(item) = 'text'),
    value REAL CHECK (typeof(value) IN ('real', 'null')),
    codable INTEGER NOT NULL CHECK (codable IN (0, 1)),
    text TEXT NOT NULL CHECK (typeof(text) = 'text'),
    reason TEXT NOT NULL CHECK (typeof(reason) = 'text' AND reason <> ''),
    at TEXT NOT NULL CHECK (typeof(at) = 'text'),
    -- Nobody where it was not said.
    decided_by TEXT REFERENCES participants (id) ON DELETE CASCADE,
    PRIMARY KEY (token, image_id, instrument, item)
);

CREATE INDEX decisions_by_image ON decisions (image_id);
