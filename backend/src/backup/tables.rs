//! The tables of a backup. A table that a migration adds is named here, or below among those left out, with the reason.

use super::table::tables;

/// Tables that a backup leaves out, and why.
pub const LEFT_OUT: &[(&str, &str)] = &[
    (
        "sesi",
        "a session that was ended since must not come back to life, and a file that is carried about must not log \
         anybody in: after a restore everybody logs in anew",
    ),
    ("sesi_token", "goes with its session"),
    (
        "sekali_pakai",
        "a one-time password that was used since must not come back to life; an admin gives a new one",
    ),
    ("gagal_masuk", "what wrong passwords cost is a matter of minutes"),
    (
        "unggahan",
        "photos that were still arriving: their bytes are not in the store yet, and their phones begin anew",
    ),
    (
        "foto_buang",
        "photos that are still to be taken out of the store; a backup holds no photo that no record lists",
    ),
    (
        "kabar_keluar",
        "letters that went out since must not go out again after a restore; what is news stands in the portal",
    ),
    (
        "langganan",
        "a browser that was let go since must not be told again; one that still wants to be says so when it is opened",
    ),
    ("langganan_aduan", "goes with its browser"),
    (
        "perubahan_masa",
        "a database that was restored counts its changes anew: devices then fetch their copies from the beginning",
    ),
    ("perubahan", "goes with its numbering"),
    ("perubahan_lepas", "goes with its numbering"),
    ("perubahan_antre", "goes with its numbering"),
    ("publik", "made of the complaints, and made again after a restore"),
    (
        "publik_sel",
        "counted from the complaints, like the two that follow",
    ),
    ("publik_hitung", "goes with the figures"),
    ("publik_angka", "counted anew"),
];

tables! {
    #[reference]
    wilayah (kode) {
        kode: String,
        level: String,
        nama: String,
        induk: Option<String>,
        lat: f64,
        lng: f64,
    }
    #[reference]
    wilayah_batas (kode) {
        kode: String,
        nama: String,
        level: String,
        geometri: String,
    }
    #[reference]
    libur (tanggal) {
        tanggal: chrono::NaiveDate,
        jenis: String,
        nama: String,
    }
    #[reference]
    batas_waktu (id) {
        id: String,
        tahap: String,
        jenis: String,
        kategori: Option<String>,
        hari_kerja: i32,
        berlaku_mulai: chrono::NaiveDate,
        berlaku_sampai: Option<chrono::NaiveDate>,
    }
    account (id) {
        id: String,
        nama_pengguna: String,
        nama: String,
        sandi_hash: String,
        aktif: bool,
        dibuat_pada: chrono::NaiveDateTime,
        email: Option<String>,
        hp: Option<String>,
        wajib_ganti: bool,
        tutup_sesudah: Option<chrono::NaiveDate>,
    }
    account_kata (kata, account_id) {
        kata: String,
        account_id: String,
    }
    totp (account_id) {
        account_id: String,
        rahasia: String,
        langkah: i64,
        dibuat_pada: chrono::NaiveDateTime,
        dipasang_pada: Option<chrono::NaiveDateTime>,
    }
    totp_pemulihan (hash) {
        hash: String,
        account_id: String,
        dipakai_pada: Option<chrono::NaiveDateTime>,
    }
    #[reference]
    skpd (kode) {
        kode: String,
        nama: String,
        aktif: bool,
    }
    #[reference]
    bidang (kode) {
        kode: String,
        skpd_kode: String,
        nama: String,
        aktif: bool,
    }
    penugasan (id) {
        id: String,
        account_id: String,
        peran: String,
        wilayah_kode: String,
        skpd_kode: Option<String>,
        bidang_kode: Option<String>,
        mulai: chrono::NaiveDate,
        sampai: Option<chrono::NaiveDate>,
        dibuat_oleh: Option<String>,
        dibuat_pada: chrono::NaiveDateTime,
    }
    aduan (id) {
        id: String,
        kode: String,
        kunci_hash: String,
        jenis: String,
        kategori: String,
        uraian: String,
        wilayah_kode: String,
        wilayah_dari_posisi: bool,
        lat: Option<f64>,
        lng: Option<f64>,
        akurasi_m: Option<f64>,
        posisi_sumber: Option<String>,
        lokasi_catatan: String,
        nama: String,
        hp: String,
        email: Option<String>,
        anonim: bool,
        rahasia: bool,
        persetujuan_versi: String,
        persetujuan_pada: chrono::NaiveDateTime,
        status: String,
        versi: i64,
        ditangkap_pada: chrono::NaiveDateTime,
        diterima_pada: chrono::NaiveDateTime,
        diverifikasi_pada: Option<chrono::NaiveDateTime>,
        diubah_pada: chrono::NaiveDateTime,
        tenggat: chrono::NaiveDate,
        tenggat_sementara: bool,
        rilis_judul: Option<String>,
        rilis_ringkasan: Option<String>,
        rilis_pada: Option<chrono::NaiveDateTime>,
        skpd_kode: Option<String>,
        bidang_kode: Option<String>,
        petugas_id: Option<String>,
        eskalasi: i32,
        tinjau_pada: chrono::NaiveDateTime,
        ditanggapi_pada: Option<chrono::NaiveDateTime>,
        berakhir_pada: Option<chrono::NaiveDateTime>,
        dibuka_pada: Option<chrono::NaiveDateTime>,
        instansi: Option<String>,
        induk_id: Option<String>,
        sumber: String,
        dientri_oleh: Option<String>,
        perangkat: Option<String>,
        dihapus_pada: Option<chrono::NaiveDateTime>,
    }
    disposisi (id) {
        id: String,
        aduan_id: String,
        skpd_kode: String,
        bidang_kode: Option<String>,
        petugas_id: Option<String>,
        catatan: Option<String>,
        account_id: Option<String>,
        pada: chrono::NaiveDateTime,
    }
    jeda (id) {
        id: String,
        aduan_id: String,
        dari: chrono::NaiveDateTime,
        hingga: chrono::NaiveDate,
        sampai: Option<chrono::NaiveDateTime>,
    }
    eskalasi (id) {
        id: String,
        aduan_id: String,
        tingkat: i32,
        tenggat: chrono::NaiveDate,
        pada: chrono::NaiveDateTime,
    }
    aduan_catatan (id) {
        id: String,
        aduan_id: String,
        account_id: String,
        isi: String,
        pada: chrono::NaiveDateTime,
    }
    aduan_foto (aduan_id, sha256) {
        aduan_id: String,
        sha256: String,
        urutan: i32,
        bytes: i64,
        media_type: String,
        diterima_pada: Option<chrono::NaiveDateTime>,
        sebagai: String,
        dari_sha256: Option<String>,
        account_id: Option<String>,
    }
    aduan_langkah (id) {
        id: String,
        aduan_id: String,
        urutan: i32,
        tindakan: Option<String>,
        status: String,
        catatan: Option<String>,
        publik: bool,
        account_id: Option<String>,
        pada: chrono::NaiveDateTime,
    }
    aduan_pesan (id) {
        id: String,
        aduan_id: String,
        dari: String,
        account_id: Option<String>,
        isi: String,
        tanggapan: bool,
        publik: bool,
        pada: chrono::NaiveDateTime,
    }
    aduan_penilaian (aduan_id) {
        aduan_id: String,
        nilai: i32,
        komentar: String,
        pada: chrono::NaiveDateTime,
    }
    aduan_kata (kata, aduan_id) {
        kata: String,
        aduan_id: String,
    }
    mungkin_sama (aduan_id, lain_id) {
        aduan_id: String,
        lain_id: String,
        jarak_m: i32,
        pada: chrono::NaiveDateTime,
        bukan_pada: Option<chrono::NaiveDateTime>,
        bukan_oleh: Option<String>,
    }
    aduan_ikut (id) {
        id: String,
        aduan_id: String,
        kunci_hash: String,
        pada: chrono::NaiveDateTime,
        berakhir_pada: Option<chrono::NaiveDateTime>,
    }
    pecahan (aduan_id) {
        aduan_id: String,
        dari_id: String,
        account_id: String,
        pada: chrono::NaiveDateTime,
    }
    aduan_beda (id) {
        id: String,
        aduan_id: String,
        kolom: String,
        versi: i64,
        dasar: String,
        kini: String,
        kini_oleh: Option<String>,
        kini_pada: chrono::NaiveDateTime,
        ajuan: String,
        ajuan_oleh: String,
        ajuan_pada: chrono::NaiveDateTime,
        putusan: Option<String>,
        diputus_oleh: Option<String>,
        diputus_pada: Option<chrono::NaiveDateTime>,
    }
    aduan_kunci (id) {
        id: String,
        aduan_id: String,
        cara: String,
        catatan: String,
        account_id: String,
        pada: chrono::NaiveDateTime,
    }
    aksi (id) {
        id: String,
        jenis: String,
        pemilik: String,
        badan_sha256: String,
        status: i32,
        jawaban: String,
        lokasi: Option<String>,
        perangkat: String,
        urutan: i64,
        ditangkap_pada: chrono::NaiveDateTime,
        pada: chrono::NaiveDateTime,
    }
    riwayat (id) {
        id: String,
        tabel: String,
        catatan_id: String,
        kolom: String,
        lama: Option<String>,
        baru: Option<String>,
        account_id: Option<String>,
        pada: chrono::NaiveDateTime,
    }
    permintaan_data (id) {
        id: String,
        aduan_id: String,
        jenis: String,
        kontak: Option<String>,
        keterangan: String,
        diminta_pada: chrono::NaiveDateTime,
        tenggat: chrono::NaiveDateTime,
        dijawab_pada: Option<chrono::NaiveDateTime>,
        dikabulkan: Option<bool>,
        alasan: String,
        account_id: Option<String>,
    }
    templat (id) {
        id: String,
        judul: String,
        isi: String,
        kategori: Option<String>,
        aktif: bool,
        diubah_pada: chrono::NaiveDateTime,
    }
    kabar (id) {
        id: String,
        account_id: String,
        aduan_id: String,
        peristiwa: String,
        pada: chrono::NaiveDateTime,
        dibaca_pada: Option<chrono::NaiveDateTime>,
    }
    kabar_antre (id) {
        id: String,
        aduan_id: String,
        kejadian: String,
        oleh: Option<String>,
        pada: chrono::NaiveDateTime,
    }
    jejak (id) {
        id: String,
        pada: chrono::NaiveDateTime,
        pelaku: String,
        account_id: Option<String>,
        perangkat: Option<String>,
        aksi_id: Option<String>,
        perbuatan: String,
        objek: String,
        catatan_id: String,
        isi: String,
        garam: Option<String>,
    }
    jejak_antre (jejak_id) {
        jejak_id: String,
    }
    jejak_rantai (nomor) {
        nomor: i64,
        jejak_id: String,
        baris_hash: String,
        hash: String,
    }
}
