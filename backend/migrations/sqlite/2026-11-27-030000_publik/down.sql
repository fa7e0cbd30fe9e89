DROP TABLE publik_angka;
DROP TABLE publik_hitung;
DROP TABLE publik_sel;
DROP TABLE publik;
