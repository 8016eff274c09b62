-- Version 9: faces that BlazeFace found. SQLite cannot change a column's condition, so the two tables
-- are made anew; who was chosen is put aside meanwhile, because it goes with the rows of faces.

CREATE TABLE chosen_before (image_id TEXT);

INSERT INTO chosen_before SELECT image_id FROM chosen_faces;

DROP TABLE chosen_faces;

CREATE TABLE faces_after (
    image_id TEXT NOT NULL PRIMARY KEY REFERENCES images (id) ON DELETE CASCADE,
    box_left INTEGER NOT NULL CHECK (typeof(box_left) = 'integer'),
    box_top INTEGER NOT NULL CHECK (typeof(box_top) = 'integer'),
    box_right INTEGER NOT NULL CHECK (typeof(box_right) = 'integer'),
    box_bottom INTEGER NOT NULL CHECK (typeof(box_bottom) = 'integer'),
    source TEXT NOT NULL CHECK (
        source IN ('RetinaFace', 'BlazeFace', 'LBP cascade', 'manual', 'data set')
    ),
    score REAL CHECK (typeof(score) IN ('real', 'null')),
    landmarks TEXT NOT NULL CHECK (typeof(landmarks) = 'text'),
    CHECK (box_right > box_left AND box_bottom > box_top)
);

INSERT INTO faces_after SELECT * FROM faces;

DROP TABLE faces;

ALTER TABLE faces_after RENAME TO faces;

CREATE TABLE chosen_faces (
    image_id TEXT NOT NULL PRIMARY KEY REFERENCES faces (image_id) ON DELETE CASCADE
);

INSERT INTO chosen_faces SELECT image_id FROM chosen_before;

DROP TABLE chosen_before;

CREATE TABLE candidates_after (
    image_id TEXT NOT NULL REFERENCES images (id) ON DELETE CASCADE,
    -- The surest is 0.
    place INTEGER NOT NULL CHECK (typeof(place) = 'integer' AND place >= 0),
    box_left INTEGER NOT NULL CHECK (typeof(box_left) = 'integer'),
    box_top INTEGER NOT NULL CHECK (typeof(box_top) = 'integer'),
    box_right INTEGER NOT NULL CHECK (typeof(box_right) = 'integer'),
    box_bottom INTEGER NOT NULL CHECK (typeof(box_bottom) = 'integer'),
    source TEXT NOT NULL CHECK (source IN ('RetinaFace', 'BlazeFace', 'LBP cascade')),
    score REAL CHECK (typeof(score) IN ('real', 'null')),
    landmarks TEXT NOT NULL CHECK (typeof(landmarks) = 'text'),
    PRIMARY KEY (image_id, place),
    CHECK (box_right > box_left AND box_bottom > box_top)
);

INSERT INTO candidates_after SELECT * FROM face_candidates;

DROP TABLE face_candidates;

ALTER TABLE candidates_after RENAME TO face_candidates;
