-- What is overdue in one sub-district, in each order of the inbox.
CREATE INDEX aduan_kecamatan_lewat_diterima ON aduan (substr(wilayah_kode, 1, 8), diterima_pada, id) WHERE eskalasi > 0;
CREATE INDEX aduan_kecamatan_lewat_tenggat ON aduan (substr(wilayah_kode, 1, 8), tenggat, id) WHERE eskalasi > 0;

-- Nearly no complaint is merged into another. An index of all of them, nearly all without a value, was taken by SQLite's
-- statistics for useless, and each look at one complaint read the whole table for those merged into it.
DROP INDEX aduan_induk;
CREATE INDEX aduan_induk ON aduan (induk_id, diterima_pada) WHERE induk_id IS NOT NULL;

-- Without it nothing is known of what the new indexes compute, and the planner takes a sub-district for a handful of rows.
ANALYZE aduan;
