-- The audit trail: every write, and every delivery of personal data to a device. Lines are added in the transaction that
-- they tell of, and never changed; `isi` holds ids, names of fields and salted hashes, and no value. The salt alone may
-- be taken away: whoever is forgotten cannot be guessed from the hash then, and the chain, which does not contain it,
-- still holds.
CREATE TABLE jejak (
    id TEXT COLLATE "C" PRIMARY KEY,
    pada TIMESTAMP NOT NULL,
    pelaku TEXT NOT NULL,
    account_id TEXT COLLATE "C",
    perangkat TEXT,
    aksi_id TEXT,
    perbuatan TEXT COLLATE "C" NOT NULL,
    objek TEXT NOT NULL,
    catatan_id TEXT COLLATE "C" NOT NULL,
    isi TEXT NOT NULL,
    garam TEXT
);
CREATE INDEX jejak_pada ON jejak (pada, id);
CREATE INDEX jejak_account ON jejak (account_id, pada, id);
CREATE INDEX jejak_catatan ON jejak (catatan_id, pada, id);
CREATE INDEX jejak_perbuatan ON jejak (perbuatan, pada, id);

-- Lines that wait for their place in the chain. They are numbered after their commit by one worker at a time, so that no
-- writer waits for another.
CREATE TABLE jejak_antre (
    jejak_id TEXT COLLATE "C" PRIMARY KEY
);

-- The chain: each link holds the hash of its line and of the link before.
CREATE TABLE jejak_rantai (
    nomor BIGINT PRIMARY KEY,
    jejak_id TEXT COLLATE "C" NOT NULL UNIQUE,
    baris_hash TEXT NOT NULL,
    hash TEXT NOT NULL
);

CREATE FUNCTION jejak_tetap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a line of the audit trail is never changed';
END
$$;
CREATE TRIGGER jejak_tetap BEFORE UPDATE OF id, pada, pelaku, account_id, perangkat, aksi_id, perbuatan, objek, catatan_id, isi
ON jejak FOR EACH ROW EXECUTE FUNCTION jejak_tetap();
