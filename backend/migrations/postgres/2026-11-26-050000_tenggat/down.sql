DROP TABLE batas_waktu;
