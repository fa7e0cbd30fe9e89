-- When the personal data of a complaint were erased.
ALTER TABLE aduan ADD COLUMN dihapus_pada TIMESTAMP;
CREATE INDEX aduan_retensi ON aduan (berakhir_pada, id) WHERE dihapus_pada IS NULL AND berakhir_pada IS NOT NULL;

-- What a reporter asks for about his own data.
CREATE TABLE permintaan_data (
    id TEXT PRIMARY KEY,
    aduan_id TEXT NOT NULL REFERENCES aduan (id),
    jenis TEXT NOT NULL,
    -- JSON; how name and numbers are to read.
    kontak TEXT,
    keterangan TEXT NOT NULL,
    diminta_pada TIMESTAMP NOT NULL,
    tenggat TIMESTAMP NOT NULL,
    dijawab_pada TIMESTAMP,
    dikabulkan BOOLEAN,
    alasan TEXT NOT NULL,
    account_id TEXT REFERENCES account (id)
);
CREATE INDEX permintaan_data_aduan ON permintaan_data (aduan_id);
CREATE INDEX permintaan_data_terbuka ON permintaan_data (tenggat) WHERE dijawab_pada IS NULL;
CREATE INDEX permintaan_data_dijawab ON permintaan_data (dijawab_pada);

-- Photos that no record lists any more and that still lie in the store.
CREATE TABLE foto_buang (
    aduan_id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (aduan_id, sha256)
);
