DROP TABLE aduan_kunci;
