-- Version 6: all faces that a detector found on a photograph, who found none, and whether a person
-- picked the photograph's face among several.

CREATE TABLE chosen_faces (
    image_id TEXT NOT NULL PRIMARY KEY REFERENCES faces (image_id) ON DELETE CASCADE
);

CREATE TABLE face_candidates (
    image_id TEXT NOT NULL REFERENCES images (id) ON DELETE CASCADE,
    -- The surest is 0.
    place INTEGER NOT NULL CHECK (typeof(place) = 'integer' AND place >= 0),
    box_left INTEGER NOT NULL CHECK (typeof(box_left) = 'integer'),
    box_top INTEGER NOT NULL CHECK (typeof(box_top) = 'integer'),
    box_right INTEGER NOT NULL CHECK (typeof(box_right) = 'integer'),
    box_bottom INTEGER NOT NULL CHECK (typeof(box_bottom) = 'integer'),
    source TEXT NOT NULL CHECK (source IN ('RetinaFace', 'LBP cascade')),
    score REAL CHECK (typeof(score) IN ('real', 'null')),
    landmarks TEXT NOT NULL CHECK (typeof(landmarks) = 'text'),
    PRIMARY KEY (image_id, place),
    CHECK (box_right > box_left AND box_bottom > box_top)
);

CREATE TABLE faces_absent (
    image_id TEXT NOT NULL REFERENCES images (id) ON DELETE CASCADE,
    -- SHA-256 of what determines the detector's answers, its version and weights among it.
    detector TEXT NOT NULL CHECK (length(detector) = 64 AND detector NOT GLOB '*[^0-9a-f]*'),
    name TEXT NOT NULL CHECK (typeof(name) = 'text'),
    PRIMARY KEY (image_id, detector)
);
