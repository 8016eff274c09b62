-- Version 3: regions of the face that a person drew on a photograph.

CREATE TABLE drawn_regions (
    image_id TEXT NOT NULL REFERENCES images (id) ON DELETE CASCADE,
    name TEXT NOT NULL CHECK (typeof(name) = 'text' AND length(name) BETWEEN 1 AND 40),
    -- JSON: a list of outlines, each a list of [x, y] in the photograph's pixels.
    outlines TEXT NOT NULL CHECK (typeof(outlines) = 'text'),
    PRIMARY KEY (image_id, name)
);
