-- Complaints that may be the same as one that stood open near by when they came in. An officer decides; nobody is refused.
CREATE TABLE mungkin_sama (
    aduan_id TEXT COLLATE "C" NOT NULL REFERENCES aduan (id),
    lain_id TEXT COLLATE "C" NOT NULL REFERENCES aduan (id),
    jarak_m INTEGER NOT NULL,
    pada TIMESTAMP NOT NULL,
    -- Decided: not the same.
    bukan_pada TIMESTAMP,
    bukan_oleh TEXT COLLATE "C" REFERENCES account (id),
    PRIMARY KEY (aduan_id, lain_id)
);
CREATE INDEX mungkin_sama_lain ON mungkin_sama (lain_id);
CREATE INDEX aduan_dekat ON aduan (kategori, lat, lng);
