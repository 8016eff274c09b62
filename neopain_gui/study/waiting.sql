-- Version 8: jobs that were asked for and not done, so that they can be gone on with when the study
-- is opened again.

CREATE TABLE waiting_jobs (
    id INTEGER NOT NULL PRIMARY KEY,
    -- What kind of work it is.
    work TEXT NOT NULL CHECK (typeof(work) = 'text' AND length(work) BETWEEN 1 AND 40),
    -- JSON: what is asked of it, but for the photographs.
    arguments TEXT NOT NULL CHECK (typeof(arguments) = 'text')
);

CREATE TABLE waiting_job_images (
    job_id INTEGER NOT NULL REFERENCES waiting_jobs (id) ON DELETE CASCADE,
    -- Their order.
    place INTEGER NOT NULL CHECK (typeof(place) = 'integer' AND place >= 0),
    image_id TEXT NOT NULL REFERENCES images (id) ON DELETE CASCADE,
    PRIMARY KEY (job_id, place)
);
CREATE INDEX waiting_job_images_by_image ON waiting_job_images (image_id);
