-- Version 11: outlines of raters' regions as numbers, no text any more: letting go of a brush that
-- went over half a face writes ten thousand points, and the window waits for it. SQLite cannot change
-- a column's condition, so the table is made anew. What is no outline stays as it is, as bytes.

CREATE TABLE marks_after (
    token TEXT NOT NULL REFERENCES rounds (token) ON DELETE CASCADE,
    rater TEXT NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    image_id TEXT NOT NULL REFERENCES images (id) ON DELETE CASCADE,
    repeat INTEGER NOT NULL CHECK (repeat IN (0, 1)),
    name TEXT NOT NULL CHECK (typeof(name) = 'text' AND length(name) BETWEEN 1 AND 40),
    weight INTEGER NOT NULL CHECK (weight IN (1, 2, 3)),
    -- Whole numbers of 32 bits, the lowest byte first: how many outlines, how many points each has,
    -- then x and y of each point in hundredths of a pixel of the photograph.
    outlines BLOB NOT NULL CHECK (typeof(outlines) = 'blob'),
    PRIMARY KEY (token, rater, image_id, repeat, name)
);

INSERT INTO marks_after
SELECT token, rater, image_id, repeat, name, weight, packed_outlines(outlines)
FROM marks
ORDER BY rowid;

DROP TABLE marks;

ALTER TABLE marks_after RENAME TO marks;

CREATE INDEX marks_by_image ON marks (image_id);
