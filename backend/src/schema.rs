//! The tables as diesel sees them; the truth stands in `migrations/`. Each domain reads and writes its own tables only.

use diesel::{allow_tables_to_appear_in_same_query, joinable, table};

table! {
    wilayah (kode) {
        kode -> Text,
        level -> Text,
        nama -> Text,
        induk -> Nullable<Text>,
        lat -> Double,
        lng -> Double,
    }
}

table! {
    wilayah_batas (kode) {
        kode -> Text,
        nama -> Text,
        level -> Text,
        geometri -> Text,
    }
}

table! {
    libur (tanggal) {
        tanggal -> Date,
        jenis -> Text,
        nama -> Text,
    }
}

table! {
    batas_waktu (id) {
        id -> Text,
        tahap -> Text,
        jenis -> Text,
        kategori -> Nullable<Text>,
        hari_kerja -> Integer,
        berlaku_mulai -> Date,
        berlaku_sampai -> Nullable<Date>,
    }
}

table! {
    account (id) {
        id -> Text,
        nama_pengguna -> Text,
        nama -> Text,
        sandi_hash -> Text,
        aktif -> Bool,
        dibuat_pada -> Timestamp,
        email -> Nullable<Text>,
        hp -> Nullable<Text>,
        wajib_ganti -> Bool,
        tutup_sesudah -> Nullable<Date>,
    }
}

table! {
    account_kata (kata, account_id) {
        kata -> Text,
        account_id -> Text,
    }
}

table! {
    sekali_pakai (hash) {
        hash -> Text,
        account_id -> Text,
        dibuat_oleh -> Nullable<Text>,
        dibuat_pada -> Timestamp,
        kedaluwarsa -> Timestamp,
        dipakai_pada -> Nullable<Timestamp>,
    }
}

table! {
    totp (account_id) {
        account_id -> Text,
        rahasia -> Text,
        langkah -> BigInt,
        dibuat_pada -> Timestamp,
        dipasang_pada -> Nullable<Timestamp>,
    }
}

table! {
    totp_pemulihan (hash) {
        hash -> Text,
        account_id -> Text,
        dipakai_pada -> Nullable<Timestamp>,
    }
}

table! {
    gagal_masuk (nama_pengguna) {
        nama_pengguna -> Text,
        jumlah -> Integer,
        terakhir -> Timestamp,
        terkunci_sampai -> Timestamp,
    }
}

table! {
    skpd (kode) {
        kode -> Text,
        nama -> Text,
        aktif -> Bool,
    }
}

table! {
    bidang (kode) {
        kode -> Text,
        skpd_kode -> Text,
        nama -> Text,
        aktif -> Bool,
    }
}

table! {
    penugasan (id) {
        id -> Text,
        account_id -> Text,
        peran -> Text,
        wilayah_kode -> Text,
        skpd_kode -> Nullable<Text>,
        bidang_kode -> Nullable<Text>,
        mulai -> Date,
        sampai -> Nullable<Date>,
        dibuat_oleh -> Nullable<Text>,
        dibuat_pada -> Timestamp,
    }
}

table! {
    sesi (id) {
        id -> Text,
        account_id -> Text,
        perangkat -> Text,
        dibuat_pada -> Timestamp,
        kedaluwarsa -> Timestamp,
        dicabut_pada -> Nullable<Timestamp>,
        peramban -> Text,
        dipakai_pada -> Nullable<Timestamp>,
    }
}

table! {
    sesi_token (hash) {
        hash -> Text,
        sesi_id -> Text,
        pendahulu -> Nullable<Text>,
        dibuat_pada -> Timestamp,
        dipakai_pada -> Nullable<Timestamp>,
    }
}

table! {
    aduan (id) {
        id -> Text,
        kode -> Text,
        kunci_hash -> Text,
        jenis -> Text,
        kategori -> Text,
        uraian -> Text,
        wilayah_kode -> Text,
        wilayah_dari_posisi -> Bool,
        lat -> Nullable<Double>,
        lng -> Nullable<Double>,
        akurasi_m -> Nullable<Double>,
        posisi_sumber -> Nullable<Text>,
        lokasi_catatan -> Text,
        nama -> Text,
        hp -> Text,
        email -> Nullable<Text>,
        anonim -> Bool,
        rahasia -> Bool,
        persetujuan_versi -> Text,
        persetujuan_pada -> Timestamp,
        status -> Text,
        versi -> BigInt,
        ditangkap_pada -> Timestamp,
        diterima_pada -> Timestamp,
        diverifikasi_pada -> Nullable<Timestamp>,
        diubah_pada -> Timestamp,
        tenggat -> Date,
        tenggat_sementara -> Bool,
        rilis_judul -> Nullable<Text>,
        rilis_ringkasan -> Nullable<Text>,
        rilis_pada -> Nullable<Timestamp>,
        skpd_kode -> Nullable<Text>,
        bidang_kode -> Nullable<Text>,
        petugas_id -> Nullable<Text>,
        eskalasi -> Integer,
        tinjau_pada -> Timestamp,
        ditanggapi_pada -> Nullable<Timestamp>,
        berakhir_pada -> Nullable<Timestamp>,
        dibuka_pada -> Nullable<Timestamp>,
        instansi -> Nullable<Text>,
        induk_id -> Nullable<Text>,
        sumber -> Text,
        dientri_oleh -> Nullable<Text>,
        perangkat -> Nullable<Text>,
        dihapus_pada -> Nullable<Timestamp>,
    }
}

table! {
    disposisi (id) {
        id -> Text,
        aduan_id -> Text,
        skpd_kode -> Text,
        bidang_kode -> Nullable<Text>,
        petugas_id -> Nullable<Text>,
        catatan -> Nullable<Text>,
        account_id -> Nullable<Text>,
        pada -> Timestamp,
    }
}

table! {
    jeda (id) {
        id -> Text,
        aduan_id -> Text,
        dari -> Timestamp,
        hingga -> Date,
        sampai -> Nullable<Timestamp>,
    }
}

table! {
    eskalasi (id) {
        id -> Text,
        aduan_id -> Text,
        tingkat -> Integer,
        tenggat -> Date,
        pada -> Timestamp,
    }
}

table! {
    aduan_catatan (id) {
        id -> Text,
        aduan_id -> Text,
        account_id -> Text,
        isi -> Text,
        pada -> Timestamp,
    }
}

table! {
    aduan_foto (aduan_id, sha256) {
        aduan_id -> Text,
        sha256 -> Text,
        urutan -> Integer,
        bytes -> BigInt,
        media_type -> Text,
        diterima_pada -> Nullable<Timestamp>,
        sebagai -> Text,
        dari_sha256 -> Nullable<Text>,
        account_id -> Nullable<Text>,
    }
}

table! {
    aduan_langkah (id) {
        id -> Text,
        aduan_id -> Text,
        urutan -> Integer,
        tindakan -> Nullable<Text>,
        status -> Text,
        catatan -> Nullable<Text>,
        publik -> Bool,
        account_id -> Nullable<Text>,
        pada -> Timestamp,
    }
}

table! {
    aduan_pesan (id) {
        id -> Text,
        aduan_id -> Text,
        dari -> Text,
        account_id -> Nullable<Text>,
        isi -> Text,
        tanggapan -> Bool,
        publik -> Bool,
        pada -> Timestamp,
    }
}

table! {
    aduan_penilaian (aduan_id) {
        aduan_id -> Text,
        nilai -> Integer,
        komentar -> Text,
        pada -> Timestamp,
    }
}

table! {
    aduan_kata (kata, aduan_id) {
        kata -> Text,
        aduan_id -> Text,
    }
}

table! {
    publik (aduan_id) {
        aduan_id -> Text,
        kode -> Text,
        jenis -> Text,
        kategori -> Text,
        status -> Text,
        terbuka -> Bool,
        wilayah_kode -> Text,
        kecamatan -> Text,
        baris -> Integer,
        kolom -> Integer,
        judul -> Nullable<Text>,
        ringkasan -> Nullable<Text>,
        diterima_pada -> Timestamp,
        diubah_pada -> Timestamp,
    }
}

table! {
    publik_sel (tingkat, baris, kolom, kategori, terbuka) {
        tingkat -> Integer,
        baris -> Integer,
        kolom -> Integer,
        kategori -> Text,
        terbuka -> Bool,
        n -> BigInt,
    }
}

table! {
    publik_hitung (aduan_id) {
        aduan_id -> Text,
        bulan -> Text,
        kecamatan -> Text,
        kategori -> Text,
        hasil -> Text,
        hari -> Integer,
    }
}

table! {
    publik_angka (bulan, kecamatan, kategori, hasil, hari) {
        bulan -> Text,
        kecamatan -> Text,
        kategori -> Text,
        hasil -> Text,
        hari -> Integer,
        n -> BigInt,
    }
}

table! {
    unggahan (id) {
        id -> Text,
        aduan_id -> Text,
        sha256 -> Text,
        bytes -> BigInt,
        diterima_bytes -> BigInt,
        dibuat_pada -> Timestamp,
        kedaluwarsa -> Timestamp,
    }
}

table! {
    aksi (id) {
        id -> Text,
        jenis -> Text,
        pemilik -> Text,
        badan_sha256 -> Text,
        status -> Integer,
        jawaban -> Text,
        lokasi -> Nullable<Text>,
        perangkat -> Text,
        urutan -> BigInt,
        ditangkap_pada -> Timestamp,
        pada -> Timestamp,
    }
}

table! {
    riwayat (id) {
        id -> Text,
        tabel -> Text,
        catatan_id -> Text,
        kolom -> Text,
        lama -> Nullable<Text>,
        baru -> Nullable<Text>,
        account_id -> Nullable<Text>,
        pada -> Timestamp,
    }
}

joinable!(aduan_langkah -> account (account_id));
joinable!(permintaan_data -> aduan (aduan_id));
allow_tables_to_appear_in_same_query!(aduan, permintaan_data);
joinable!(aduan_pesan -> account (account_id));
joinable!(sesi -> account (account_id));
joinable!(sesi_token -> sesi (sesi_id));
allow_tables_to_appear_in_same_query!(aduan, mungkin_sama);
allow_tables_to_appear_in_same_query!(
    aduan,
    aduan_foto,
    aduan_kata,
    aduan_langkah,
    aduan_penilaian,
    aduan_pesan,
    account
);
allow_tables_to_appear_in_same_query!(sesi, sesi_token);
allow_tables_to_appear_in_same_query!(sesi, account);
allow_tables_to_appear_in_same_query!(account, account_kata, penugasan);
diesel::table! {
    langganan (id) {
        id -> Text,
        endpoint -> Text,
        p256dh -> Text,
        auth -> Text,
        account_id -> Nullable<Text>,
        perangkat -> Nullable<Text>,
        pada -> Timestamp,
    }
}
allow_tables_to_appear_in_same_query!(langganan, langganan_aduan);
diesel::table! {
    langganan_aduan (langganan_id, aduan_id) {
        langganan_id -> Text,
        aduan_id -> Text,
        ikut_id -> Nullable<Text>,
    }
}
diesel::table! {
    pecahan (aduan_id) {
        aduan_id -> Text,
        dari_id -> Text,
        account_id -> Text,
        pada -> Timestamp,
    }
}
allow_tables_to_appear_in_same_query!(aduan, pecahan);
diesel::table! {
    aduan_ikut (id) {
        id -> Text,
        aduan_id -> Text,
        kunci_hash -> Text,
        pada -> Timestamp,
        berakhir_pada -> Nullable<Timestamp>,
    }
}
diesel::table! {
    aduan_kunci (id) {
        id -> Text,
        aduan_id -> Text,
        cara -> Text,
        catatan -> Text,
        account_id -> Text,
        pada -> Timestamp,
    }
}
table! {
    mungkin_sama (aduan_id, lain_id) {
        aduan_id -> Text,
        lain_id -> Text,
        jarak_m -> Integer,
        pada -> Timestamp,
        bukan_pada -> Nullable<Timestamp>,
        bukan_oleh -> Nullable<Text>,
    }
}

table! {
    jejak (id) {
        id -> Text,
        pada -> Timestamp,
        pelaku -> Text,
        account_id -> Nullable<Text>,
        perangkat -> Nullable<Text>,
        aksi_id -> Nullable<Text>,
        perbuatan -> Text,
        objek -> Text,
        catatan_id -> Text,
        isi -> Text,
        garam -> Nullable<Text>,
    }
}

table! {
    permintaan_data (id) {
        id -> Text,
        aduan_id -> Text,
        jenis -> Text,
        kontak -> Nullable<Text>,
        keterangan -> Text,
        diminta_pada -> Timestamp,
        tenggat -> Timestamp,
        dijawab_pada -> Nullable<Timestamp>,
        dikabulkan -> Nullable<Bool>,
        alasan -> Text,
        account_id -> Nullable<Text>,
    }
}

table! {
    foto_buang (aduan_id, sha256) {
        aduan_id -> Text,
        sha256 -> Text,
    }
}

table! {
    templat (id) {
        id -> Text,
        judul -> Text,
        isi -> Text,
        kategori -> Nullable<Text>,
        aktif -> Bool,
        diubah_pada -> Timestamp,
    }
}

table! {
    kabar_antre (id) {
        id -> Text,
        aduan_id -> Text,
        kejadian -> Text,
        oleh -> Nullable<Text>,
        pada -> Timestamp,
    }
}

table! {
    kabar (id) {
        id -> Text,
        account_id -> Text,
        aduan_id -> Text,
        peristiwa -> Text,
        pada -> Timestamp,
        dibaca_pada -> Nullable<Timestamp>,
    }
}

table! {
    kabar_keluar (id) {
        id -> Text,
        saluran -> Text,
        account_id -> Nullable<Text>,
        aduan_id -> Nullable<Text>,
        kejadian -> Text,
        dibuat_pada -> Timestamp,
        coba -> Integer,
        berikut_pada -> Timestamp,
        selesai_pada -> Nullable<Timestamp>,
        galat -> Nullable<Text>,
        langganan_id -> Nullable<Text>,
    }
}

table! {
    jejak_antre (jejak_id) {
        jejak_id -> Text,
    }
}

table! {
    jejak_rantai (nomor) {
        nomor -> BigInt,
        jejak_id -> Text,
        baris_hash -> Text,
        hash -> Text,
    }
}

allow_tables_to_appear_in_same_query!(jejak, jejak_antre, jejak_rantai);

table! {
    perubahan_antre (id) {
        id -> Text,
        objek -> Text,
        catatan_id -> Text,
        cakupan -> Nullable<Text>,
    }
}

table! {
    perubahan (objek, catatan_id) {
        objek -> Text,
        catatan_id -> Text,
        nomor -> BigInt,
    }
}

table! {
    perubahan_lepas (id) {
        id -> Text,
        objek -> Text,
        catatan_id -> Text,
        cakupan -> Text,
        nomor -> BigInt,
    }
}

table! {
    perubahan_masa (id) {
        id -> Text,
    }
}

table! {
    aduan_beda (id) {
        id -> Text,
        aduan_id -> Text,
        kolom -> Text,
        versi -> BigInt,
        dasar -> Text,
        kini -> Text,
        kini_oleh -> Nullable<Text>,
        kini_pada -> Timestamp,
        ajuan -> Text,
        ajuan_oleh -> Text,
        ajuan_pada -> Timestamp,
        putusan -> Nullable<Text>,
        diputus_oleh -> Nullable<Text>,
        diputus_pada -> Nullable<Timestamp>,
    }
}
