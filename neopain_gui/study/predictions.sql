-- Version 7: what classifiers say of photographs, which stood in the records of their maps only, and
-- an index for looking a photograph up by its file.

CREATE TABLE predictions (
    image_id TEXT NOT NULL REFERENCES images (id) ON DELETE CASCADE,
    -- The classifier's id, and the SHA-256 of the weights that said so.
    classifier TEXT NOT NULL CHECK (typeof(classifier) = 'text'),
    weights TEXT NOT NULL CHECK (typeof(weights) = 'text'),
    class TEXT NOT NULL CHECK (typeof(class) = 'text'),
    p REAL NOT NULL CHECK (typeof(p) = 'real'),
    PRIMARY KEY (image_id, classifier, class)
);

CREATE INDEX predictions_by_classifier ON predictions (classifier, class, image_id, p);

CREATE INDEX images_by_sha256 ON images (sha256);

-- Where maps of a classifier disagree, the last by name has always counted.
INSERT OR REPLACE INTO predictions (image_id, classifier, weights, class, p)
SELECT
    said.image_id,
    said.classifier,
    coalesce(said.weights, ''),
    one.key,
    exact_number(said.scores, one.key)
FROM (
    SELECT
        image_id,
        model_name,
        json_extract(facts, '$.classifier') AS classifier,
        CASE WHEN json_valid(inputs) THEN json_extract(inputs, '$.weights') END AS weights,
        json_extract(facts, '$.scores') AS scores
    FROM results
    WHERE CASE WHEN json_valid(facts) THEN
        json_type(facts, '$.classifier') = 'text' AND json_type(facts, '$.scores') = 'object'
    ELSE 0 END
) AS said, json_each(said.scores) AS one
WHERE one.type IN ('real', 'integer') AND typeof(coalesce(said.weights, '')) = 'text'
ORDER BY said.image_id, said.model_name;
