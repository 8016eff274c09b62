-- Version 1 of a study. The CHECKs repeat what the records demand: opening a study verifies them
-- (integrity_check), so that a damaged or hostile file is refused before a value of it is used.
-- No table is WITHOUT ROWID: SQLite does not verify the CHECKs of those.

CREATE TABLE study (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    name TEXT NOT NULL CHECK (typeof(name) = 'text')
);

CREATE TABLE neonates (
    id TEXT NOT NULL PRIMARY KEY CHECK (typeof(id) = 'text'),
    dataset TEXT NOT NULL CHECK (typeof(dataset) = 'text')
);

CREATE TABLE images (
    id TEXT NOT NULL PRIMARY KEY CHECK (typeof(id) = 'text' AND id <> ''),
    -- Relative to the folder that was imported, and relative to the study folder; both with '/'.
    file TEXT NOT NULL CHECK (typeof(file) = 'text'),
    path TEXT NOT NULL CHECK (typeof(path) = 'text'),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
    width INTEGER NOT NULL CHECK (typeof(width) = 'integer' AND width > 0),
    height INTEGER NOT NULL CHECK (typeof(height) = 'integer' AND height > 0),
    neonate_id TEXT REFERENCES neonates (id),
    label TEXT CHECK (label IN ('no pain', 'pain')),
    stimulus TEXT NOT NULL CHECK (typeof(stimulus) = 'text'),
    nfcs INTEGER CHECK (typeof(nfcs) IN ('integer', 'null')),
    -- The face as the data set gives it, in pixels of the photograph: all four or none.
    box_left INTEGER CHECK (typeof(box_left) IN ('integer', 'null')),
    box_top INTEGER CHECK (typeof(box_top) IN ('integer', 'null')),
    box_right INTEGER CHECK (typeof(box_right) IN ('integer', 'null')),
    box_bottom INTEGER CHECK (typeof(box_bottom) IN ('integer', 'null')),
    CHECK (
        (box_left IS NULL AND box_top IS NULL AND box_right IS NULL AND box_bottom IS NULL)
        OR (box_left IS NOT NULL AND box_top IS NOT NULL
            AND box_right IS NOT NULL AND box_bottom IS NOT NULL
            AND box_right > box_left AND box_bottom > box_top)
    )
);

CREATE INDEX images_by_neonate ON images (neonate_id);

CREATE TABLE faces (
    image_id TEXT NOT NULL PRIMARY KEY REFERENCES images (id) ON DELETE CASCADE,
    box_left INTEGER NOT NULL CHECK (typeof(box_left) = 'integer'),
    box_top INTEGER NOT NULL CHECK (typeof(box_top) = 'integer'),
    box_right INTEGER NOT NULL CHECK (typeof(box_right) = 'integer'),
    box_bottom INTEGER NOT NULL CHECK (typeof(box_bottom) = 'integer'),
    source TEXT NOT NULL CHECK (source IN ('RetinaFace', 'LBP cascade', 'manual', 'data set')),
    score REAL CHECK (typeof(score) IN ('real', 'null')),
    landmarks TEXT NOT NULL CHECK (typeof(landmarks) = 'text'),
    CHECK (box_right > box_left AND box_bottom > box_top)
);

CREATE TABLE results (
    image_id TEXT NOT NULL REFERENCES images (id) ON DELETE CASCADE,
    model_name TEXT NOT NULL CHECK (typeof(model_name) = 'text'),
    model_kind TEXT NOT NULL CHECK (model_kind IN ('attribution', 'gaze', 'annotation')),
    -- Names the blob; the three columns after it are what it is the hash of.
    key TEXT NOT NULL CHECK (length(key) = 64 AND key NOT GLOB '*[^0-9a-f]*'),
    stage TEXT NOT NULL CHECK (typeof(stage) = 'text'),
    version INTEGER NOT NULL CHECK (typeof(version) = 'integer'),
    inputs TEXT NOT NULL CHECK (typeof(inputs) = 'text'),
    box_left INTEGER NOT NULL CHECK (typeof(box_left) = 'integer'),
    box_top INTEGER NOT NULL CHECK (typeof(box_top) = 'integer'),
    box_right INTEGER NOT NULL CHECK (typeof(box_right) = 'integer'),
    box_bottom INTEGER NOT NULL CHECK (typeof(box_bottom) = 'integer'),
    facts TEXT NOT NULL CHECK (typeof(facts) = 'text'),
    PRIMARY KEY (image_id, model_name),
    CHECK (box_right > box_left AND box_bottom > box_top)
);

CREATE INDEX results_by_model ON results (model_name);

CREATE TABLE settings (
    key TEXT NOT NULL PRIMARY KEY CHECK (typeof(key) = 'text'),
    value TEXT NOT NULL CHECK (typeof(value) = 'text')
);
