-- The whole life of a complaint: to whom it was handed, when its clock stood still, who learned that it is overdue, how
-- it came in. `tinjau_pada` is when the portal itself has to look at it next; the far future where it has not.

ALTER TABLE aduan ADD COLUMN skpd_kode TEXT COLLATE "C" REFERENCES skpd (kode);
ALTER TABLE aduan ADD COLUMN bidang_kode TEXT COLLATE "C" REFERENCES bidang (kode);
ALTER TABLE aduan ADD COLUMN petugas_id TEXT COLLATE "C" REFERENCES account (id);
ALTER TABLE aduan ADD COLUMN eskalasi INTEGER NOT NULL DEFAULT 0;
ALTER TABLE aduan ADD COLUMN tinjau_pada TIMESTAMP NOT NULL DEFAULT '9999-12-31 00:00:00';
ALTER TABLE aduan ADD COLUMN ditanggapi_pada TIMESTAMP;
ALTER TABLE aduan ADD COLUMN berakhir_pada TIMESTAMP;
ALTER TABLE aduan ADD COLUMN dibuka_pada TIMESTAMP;
ALTER TABLE aduan ADD COLUMN instansi TEXT;
ALTER TABLE aduan ADD COLUMN induk_id TEXT COLLATE "C" REFERENCES aduan (id);
ALTER TABLE aduan ADD COLUMN sumber TEXT NOT NULL DEFAULT 'warga';
ALTER TABLE aduan ADD COLUMN dientri_oleh TEXT COLLATE "C" REFERENCES account (id);
ALTER TABLE aduan ADD COLUMN perangkat TEXT;
CREATE INDEX aduan_tinjau ON aduan (tinjau_pada, id);
CREATE INDEX aduan_skpd_diterima ON aduan (skpd_kode, diterima_pada, id);
CREATE INDEX aduan_eskalasi ON aduan (eskalasi, diterima_pada, id);
CREATE INDEX aduan_induk ON aduan (induk_id);

UPDATE aduan SET ditanggapi_pada = diubah_pada WHERE status IN ('ditanggapi', 'selesai');
UPDATE aduan SET berakhir_pada = diubah_pada WHERE status IN ('selesai', 'ditolak', 'bukan_wewenang');
UPDATE aduan SET tinjau_pada = diubah_pada WHERE status = 'ditanggapi';
UPDATE aduan SET tinjau_pada = tenggat + INTERVAL '16 hours' WHERE tenggat < '9999-12-31';

CREATE TABLE disposisi (
    id TEXT COLLATE "C" PRIMARY KEY,
    aduan_id TEXT COLLATE "C" NOT NULL REFERENCES aduan (id),
    skpd_kode TEXT COLLATE "C" NOT NULL REFERENCES skpd (kode),
    bidang_kode TEXT COLLATE "C" REFERENCES bidang (kode),
    petugas_id TEXT COLLATE "C" REFERENCES account (id),
    catatan TEXT,
    account_id TEXT COLLATE "C" REFERENCES account (id),
    pada TIMESTAMP NOT NULL
);
CREATE INDEX disposisi_aduan ON disposisi (aduan_id, pada);

-- When the clock of a complaint stood still: until `sampai`, or still does. `hingga` is the day on which it goes on by
-- itself.
CREATE TABLE jeda (
    id TEXT COLLATE "C" PRIMARY KEY,
    aduan_id TEXT COLLATE "C" NOT NULL REFERENCES aduan (id),
    dari TIMESTAMP NOT NULL,
    hingga DATE NOT NULL,
    sampai TIMESTAMP
);
CREATE INDEX jeda_aduan ON jeda (aduan_id, dari);

-- An office learns of one missed deadline once.
CREATE TABLE eskalasi (
    id TEXT COLLATE "C" PRIMARY KEY,
    aduan_id TEXT COLLATE "C" NOT NULL REFERENCES aduan (id),
    tingkat INTEGER NOT NULL,
    tenggat DATE NOT NULL,
    pada TIMESTAMP NOT NULL,
    UNIQUE (aduan_id, tenggat, tingkat)
);

-- Notes among officers; no reporter ever reads them.
CREATE TABLE aduan_catatan (
    id TEXT COLLATE "C" PRIMARY KEY,
    aduan_id TEXT COLLATE "C" NOT NULL REFERENCES aduan (id),
    account_id TEXT COLLATE "C" NOT NULL REFERENCES account (id),
    isi TEXT NOT NULL,
    pada TIMESTAMP NOT NULL
);
CREATE INDEX aduan_catatan_aduan ON aduan_catatan (aduan_id, pada);
