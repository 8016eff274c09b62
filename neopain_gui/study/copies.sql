-- A later version: a copy without what a camera wrote into the file has another SHA-256 than the
-- file that was imported. Empty where the study has no such copy.

ALTER TABLE images ADD COLUMN copy_sha256 TEXT NOT NULL DEFAULT ''
    CHECK (copy_sha256 = '' OR (length(copy_sha256) = 64 AND copy_sha256 NOT GLOB '*[^0-9a-f]*'));
