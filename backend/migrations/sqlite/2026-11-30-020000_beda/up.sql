-- Two values of one field of a complaint, of which neither overwrote the other: a person chooses. Values are JSON.
CREATE TABLE aduan_beda (
    id TEXT PRIMARY KEY,
    aduan_id TEXT NOT NULL REFERENCES aduan (id),
    kolom TEXT NOT NULL,
    versi BIGINT NOT NULL,
    -- What the writer of the proposal had read.
    dasar TEXT NOT NULL,
    -- What stands in the complaint, or stood there until it was decided; nobody's where it is the reporter's.
    kini TEXT NOT NULL,
    kini_oleh TEXT REFERENCES account (id),
    kini_pada TIMESTAMP NOT NULL,
    ajuan TEXT NOT NULL,
    ajuan_oleh TEXT NOT NULL REFERENCES account (id),
    ajuan_pada TIMESTAMP NOT NULL,
    -- Open without one.
    putusan TEXT,
    diputus_oleh TEXT REFERENCES account (id),
    diputus_pada TIMESTAMP
);
CREATE INDEX aduan_beda_terbuka ON aduan_beda (aduan_id) WHERE putusan IS NULL;
