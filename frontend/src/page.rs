//! Every address of the app, in one place. Nobody else writes a path by hand, save the router itself.

/// A page of the app. What the server renders (`/cek`, `/api/docs`) is not among them.
#[derive(Clone, PartialEq, Eq)]
pub enum Page {
    Beranda,
    AduanBaru,
    /// One step of the form, from 1; 5 is the summary.
    AduanForm(u8),
    /// A certain draft, where the device holds several.
    AduanDraf {
        id: String,
    },
    /// The form as an officer fills it in for somebody who has no phone.
    Titip,
    TitipForm(u8),
    TitipDraf {
        id: String,
    },
    /// What a person sees after *Kirim*.
    AduanTersimpan {
        id: String,
    },
    Antrean,
    AduanSaya,
    /// The reporter's thread. The key stands in the fragment, which no server ever sees.
    Lacak {
        kode: String,
        kunci: String,
    },
    /// Login; afterwards the officer goes on to this address of the app.
    Masuk {
        kembali: Option<String>,
    },
    /// Login with the user name filled in.
    MasukSebagai {
        nama_pengguna: String,
    },
    /// The first password. The one-time one stands in the fragment, which no server ever sees; without it it is typed.
    SandiPertama {
        sekali_pakai: Option<String>,
    },
    /// One's own account.
    AkunSaya,
    /// What somebody must do before anything else; afterwards he goes on to this address of the app.
    AkunWajib {
        kembali: Option<String>,
    },
    KelolaAkun,
    KelolaAkunBaru,
    KelolaAkunImpor,
    KelolaAkunRinci {
        id: String,
    },
    KelolaSkpd,
    KelolaJejak,
    KelolaBatas,
    KelolaTemplat,
    /// Where rescue files are brought in.
    KelolaPenyelamat,
    /// What reporters ask for about their data: what waits, or what was answered.
    KelolaData {
        dijawab: bool,
    },
    /// The calendar of a year, else of this one.
    KelolaLibur {
        tahun: Option<i32>,
    },
    /// An officer's news: what he has not read, or all of it.
    Kabar {
        semua: bool,
    },
    KotakMasuk,
    /// Places that an officer means to visit.
    Lapangan,
    AduanKantor {
        id: String,
    },
    Privasi,
    /// The list for everybody.
    Publik,
    PublikAngka,
}

impl Page {
    pub fn url(&self) -> String {
        match self {
            Self::Beranda => "/".to_owned(),
            Self::AduanBaru => "/aduan/baru".to_owned(),
            Self::AduanForm(step) => format!("/aduan/baru?langkah={step}"),
            Self::AduanDraf { id } => format!("/aduan/baru?draf={id}"),
            Self::Titip => "/aduan/titip".to_owned(),
            Self::TitipForm(step) => format!("/aduan/titip?langkah={step}"),
            Self::TitipDraf { id } => format!("/aduan/titip?draf={id}"),
            Self::AduanTersimpan { id } => format!("/aduan/baru?tersimpan={id}"),
            Self::Antrean => "/antrean".to_owned(),
            Self::AduanSaya => "/aduan-saya".to_owned(),
            Self::Lacak { kode, kunci } => format!("/lacak/{kode}#{kunci}"),
            Self::Masuk { kembali } => with_return("/masuk", kembali.as_deref()),
            Self::MasukSebagai { nama_pengguna } => format!("/masuk?nama={}", encode(nama_pengguna)),
            Self::SandiPertama { sekali_pakai: None } => "/masuk/baru".to_owned(),
            Self::SandiPertama {
                sekali_pakai: Some(once),
            } => format!("/masuk/baru#{once}"),
            Self::AkunSaya => "/akun".to_owned(),
            Self::AkunWajib { kembali } => with_return("/akun/wajib", kembali.as_deref()),
            Self::KelolaAkun => "/kelola/akun".to_owned(),
            Self::KelolaAkunBaru => "/kelola/akun/baru".to_owned(),
            Self::KelolaAkunImpor => "/kelola/akun/impor".to_owned(),
            Self::KelolaAkunRinci { id } => format!("/kelola/akun/{id}"),
            Self::KelolaSkpd => "/kelola/skpd".to_owned(),
            Self::KelolaJejak => "/kelola/jejak".to_owned(),
            Self::KelolaBatas => "/kelola/batas-waktu".to_owned(),
            Self::KelolaTemplat => "/kelola/templat".to_owned(),
            Self::KelolaPenyelamat => "/kelola/berkas-penyelamat".to_owned(),
            Self::KelolaData { dijawab: false } => "/kelola/data-pribadi".to_owned(),
            Self::KelolaData { dijawab: true } => "/kelola/data-pribadi?dijawab=1".to_owned(),
            Self::KelolaLibur { tahun: None } => "/kelola/libur".to_owned(),
            Self::KelolaLibur { tahun: Some(tahun) } => format!("/kelola/libur?tahun={tahun}"),
            Self::Kabar { semua: false } => "/kabar".to_owned(),
            Self::Kabar { semua: true } => "/kabar?semua=1".to_owned(),
            Self::KotakMasuk => "/petugas/aduan".to_owned(),
            Self::Lapangan => "/petugas/lapangan".to_owned(),
            Self::AduanKantor { id } => format!("/petugas/aduan/{id}"),
            Self::Privasi => "/privasi".to_owned(),
            Self::Publik => "/publik".to_owned(),
            Self::PublikAngka => "/publik/angka".to_owned(),
        }
    }
}

fn with_return(path: &str, kembali: Option<&str>) -> String {
    match kembali {
        None => path.to_owned(),
        Some(address) => format!("{path}?kembali={}", encode(address)),
    }
}

/// A text as it stands in a query.
pub fn encode(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}

/// The server's page that shows the status of the report `kode`, also without JavaScript.
pub fn cek_url(kode: &str) -> String {
    if kode.is_empty() {
        "/cek".to_owned()
    } else {
        format!("/cek/{kode}")
    }
}

/// How the frame around a page looks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum FrameKind {
    /// For everybody: the menu as tabs under the thumb.
    Warga,
    /// One task at a time, without the menu.
    Fokus,
    /// The officer's desk.
    Kantor,
}

impl FrameKind {
    pub fn of(path: &str) -> Self {
        if path == "/aduan/baru" || path == "/aduan/titip" || path == "/akun/wajib" {
            Self::Fokus
        } else if matches!(path, "/akun" | "/kabar")
            || path.starts_with("/petugas")
            || path.starts_with("/kelola/")
        {
            Self::Kantor
        } else {
            Self::Warga
        }
    }
}

/// A path of this app that is safe to go to after login: never another origin.
pub fn own_address(address: &str) -> Option<String> {
    (address.starts_with('/') && !address.starts_with("//") && !address.contains('\\'))
        .then(|| address.to_owned())
}
