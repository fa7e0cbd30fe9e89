-- What devices fetch to keep their copy true. Changes wait here, in the transaction that made them; one worker numbers
-- them after their commit, so that no writer waits for another and no late commit is passed over.
CREATE TABLE perubahan_antre (
    id TEXT PRIMARY KEY,
    objek TEXT NOT NULL,
    catatan_id TEXT NOT NULL,
    -- In whose reach the record lay before, as JSON of its domain, where that changed.
    cakupan TEXT
);

-- The last change of each record.
CREATE TABLE perubahan (
    objek TEXT NOT NULL,
    catatan_id TEXT NOT NULL,
    nomor BIGINT NOT NULL UNIQUE,
    PRIMARY KEY (objek, catatan_id)
);

-- Reaches that a record has left: whoever saw it there lets go of it.
CREATE TABLE perubahan_lepas (
    id TEXT PRIMARY KEY,
    objek TEXT NOT NULL,
    catatan_id TEXT NOT NULL,
    cakupan TEXT NOT NULL,
    nomor BIGINT NOT NULL
);
CREATE INDEX perubahan_lepas_nomor ON perubahan_lepas (nomor);

-- Which numbering this is: a database that was restored counts anew, and no cursor of before means anything to it.
CREATE TABLE perubahan_masa (
    id TEXT PRIMARY KEY
);
