//! The command `portal`: serves, and does by hand what the server does at its start.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use actix_web::rt::System;
use anyhow::{Context, bail};
use backend::aduan::impor::{self, Permintaan};
use backend::backup::{self, Existing, Manifest};
use backend::config::{Config, LogFormat};
use backend::error::AppError;
use backend::files::store::Store;
use backend::jejak::{self, Kepala};
use backend::sample::{self, Scale};
use backend::{account, clock, serve, wilayah};
use clap::{Parser, Subcommand, ValueEnum};
use shared::account::{Account, Peran};
use shared::id::AccountId;
use shared::wilayah::WilayahKode;
use tracing_subscriber::EnvFilter;

/// Gives back what a rush has left: the system's own keeps a heap for each thread for good, which after a rush of records
/// with photos is a third of the server's memory. How it is set stands in `.cargo/config.toml`.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

#[derive(Parser)]
#[command(name = "portal", version, about = "Portal layanan kabupaten")]
struct Arguments {
    /// Berkas pengaturan (TOML); tanpa ini, portal.toml dibaca bila ada
    #[arg(long, global = true, env = "PORTAL_CONFIG")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Melayani portal sampai dihentikan
    Serve,
    /// Memperbarui skema basis data, lalu selesai
    Migrate,
    /// Mengisi akun dan aduan contoh; kata sandinya dari PORTAL_SAMPLE_PASSWORD
    SampleData {
        /// Banyaknya aduan
        #[arg(long, value_enum, default_value = "small")]
        scale: Scale,
        /// Angka yang sama memberi aduan yang sama
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Tidak melakukan apa-apa bila sudah ada aduan
        #[arg(long)]
        if_empty: bool,
        #[arg(long, env = "PORTAL_SAMPLE_PASSWORD", hide = true, hide_env_values = true)]
        password: Option<String>,
    },
    /// Membuka akun, atau mengubah yang sudah ada; kata sandinya dari PORTAL_ACCOUNT_PASSWORD
    Account {
        nama_pengguna: String,
        /// Nama orangnya
        #[arg(long)]
        nama: String,
        /// Perannya; boleh diulang
        #[arg(long, value_parser = peran, required = true)]
        peran: Vec<Peran>,
        /// Kode wilayah kerjanya; tanpa ini, seluruh kabupaten
        #[arg(long)]
        wilayah: Option<String>,
        #[arg(long, env = "PORTAL_ACCOUNT_PASSWORD", hide = true, hide_env_values = true)]
        password: Option<String>,
    },
    /// Mencadangkan seluruh isi portal, foto juga, ke satu berkas; boleh sambil portal melayani
    Backup { file: PathBuf },
    /// Memulihkan portal dari berkas cadangan, juga dari basis data jenis lain
    Restore {
        file: PathBuf,
        /// Mengganti seluruh isi basis data yang sudah dipakai
        #[arg(long)]
        replace: bool,
    },
    /// Memeriksa jejak audit: baris yang diubah, hilang, atau disisipkan
    Audit {
        #[command(subcommand)]
        what: Audit,
    },
    /// Memindahkan aduan lama dari lembar kerja (XLSX atau CSV) dan folder foto; berkas yang sama boleh dibaca lagi
    ImportAduan {
        file: PathBuf,
        /// Folder foto yang disebut di kolom foto
        #[arg(long)]
        foto: Option<PathBuf>,
        /// Nama pengguna yang bertanggung jawab atas pemindahan ini
        #[arg(long)]
        oleh: String,
        /// Memeriksa saja, tanpa menyimpan apa pun
        #[arg(long)]
        coba: bool,
    },
    /// Mengganti tabel wilayah, batas wilayah, atau hari libur dari berkas
    Import { what: Table, file: PathBuf },
}

#[derive(Subcommand)]
enum Audit {
    /// Membaca seluruh rantai; gagal bila ada yang tidak seperti dahulu
    Verify {
        /// NOMOR:HASH yang dicetak dahulu dan disimpan di tempat lain; boleh diulang
        #[arg(long)]
        kepala: Vec<Kepala>,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum Table {
    /// CSV: kode, level, nama, induk, lat, lng
    Wilayah,
    /// GeoJSON dengan properties kode, nama, level
    Batas,
    /// CSV: tanggal, jenis, nama
    Libur,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever starts the portal is told what to change, not where in the code it was noticed.
        Err(error) => {
            eprintln!("portal: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let config = Config::load(arguments.config.as_deref())?;
    start_log(config.log_format);
    match arguments.command {
        Command::Serve => System::new().block_on(serve::run(config)),
        Command::Migrate => serve::open_db(&config).map(|_| println!("Skema basis data sudah yang terbaru.")),
        Command::SampleData {
            scale,
            seed,
            if_empty,
            password,
        } => {
            let password = password.context("PORTAL_SAMPLE_PASSWORD belum diisi: kata sandi akun contoh")?;
            sample_data(&config, &password, (scale, seed), if_empty)
        }
        Command::Account {
            nama_pengguna,
            nama,
            peran,
            wilayah,
            password,
        } => {
            let password = password.context("PORTAL_ACCOUNT_PASSWORD belum diisi: kata sandi akun")?;
            let wilayah = match wilayah {
                Some(kode) => {
                    WilayahKode::parse(&kode).with_context(|| format!("kode wilayah {kode} tidak dikenal"))?
                }
                None => config.district.wilayah.clone(),
            };
            open_account(
                &config,
                &password,
                Account {
                    id: AccountId::mint(),
                    nama_pengguna,
                    nama,
                    penugasan: peran
                        .into_iter()
                        .map(|peran| account::penugasan(peran, wilayah.clone(), clock::now()))
                        .collect(),
                    totp: false,
                    wajib: None,
                },
            )
        }
        Command::Backup { file } => System::new().block_on(back_up(&config, &file)),
        Command::Restore { file, replace } => System::new().block_on(restore(&config, &file, replace)),
        Command::Audit {
            what: Audit::Verify { kepala },
        } => verify(&config, &kepala),
        Command::ImportAduan {
            file,
            foto,
            oleh,
            coba,
        } => {
            let asked = Permintaan {
                berkas: &file,
                foto: foto.as_deref(),
                oleh: &oleh,
                coba,
            };
            System::new().block_on(import_aduan(&config, &asked))
        }
        Command::Import { what, file } => import(&config, what, &file),
    }
}

fn sample_data(
    config: &Config,
    password: &str,
    (scale, seed): (Scale, u64),
    if_empty: bool,
) -> anyhow::Result<()> {
    let db = serve::open_db(config)?;
    if if_empty && !sample::is_empty(&db)? {
        println!("Sudah ada aduan; tidak ada yang ditambahkan.");
        return Ok(());
    }
    let made = actix_web::rt::System::new().block_on(sample::make(&db, config, password, scale, seed))?;
    println!(
        "{} aduan contoh dengan {} foto ditambahkan. Akun contoh (kata sandi dari PORTAL_SAMPLE_PASSWORD):",
        made.aduan, made.foto
    );
    for (nama_pengguna, nama, peran) in sample::ACCOUNTS {
        let peran: Vec<&str> = peran.iter().map(|peran| peran.label()).collect();
        println!("  {nama_pengguna} ({nama}; {})", peran.join(", "));
    }
    Ok(())
}

fn open_account(config: &Config, password: &str, new: Account) -> anyhow::Result<()> {
    let db = serve::open_db(config)?;
    let account = account::open(&db, &new, password)?;
    println!(
        "Akun {} ({}) dapat masuk.",
        account.nama_pengguna,
        account.peran_label()
    );
    Ok(())
}

fn peran(text: &str) -> Result<Peran, String> {
    Peran::parse(text).ok_or_else(|| {
        let known: Vec<&str> = Peran::ALL.into_iter().map(Peran::as_str).collect();
        format!("pilihlah salah satu: {}", known.join(", "))
    })
}

fn import(config: &Config, what: Table, file: &Path) -> anyhow::Result<()> {
    let db = serve::open_db(config)?;
    let text =
        std::fs::read_to_string(file).with_context(|| format!("{} tidak dapat dibaca", file.display()))?;
    let (count, of) = match what {
        Table::Wilayah => (wilayah::import::wilayah(&db, &text), "wilayah"),
        Table::Batas => (wilayah::import::batas(&db, &text), "batas"),
        Table::Libur => (wilayah::import::libur(&db, &text), "hari libur"),
    };
    let count = count.with_context(|| format!("{} tidak diimpor", file.display()))?;
    println!("{count} {of} diimpor dari {}.", file.display());
    Ok(())
}

async fn import_aduan(config: &Config, asked: &Permintaan<'_>) -> anyhow::Result<()> {
    let db = serve::open_db(config)?;
    let hasil = impor::run(&db, config, asked).await?;
    for salah in &hasil.salah {
        let isi = match salah.isi.as_str() {
            "" => String::new(),
            isi => format!(" (\"{isi}\")"),
        };
        println!("  baris {}, {}{isi}: {}", salah.baris, salah.kolom, salah.pesan);
    }
    let verb = if asked.coba { "dapat diimpor" } else { "diimpor" };
    println!(
        "{} aduan {verb} dengan {} foto; {} sudah ada dari impor sebelumnya.",
        hasil.masuk, hasil.foto, hasil.sudah_ada
    );
    let mut lines: Vec<u32> = hasil.salah.iter().map(|salah| salah.baris).collect();
    lines.dedup();
    match lines.len() {
        0 => Ok(()),
        bad => bail!("{bad} baris belum dapat diimpor; perbaiki di berkasnya, lalu jalankan lagi"),
    }
}

fn verify(config: &Config, known: &[Kepala]) -> anyhow::Result<()> {
    let db = serve::open_db(config)?;
    let laporan = db
        .snapshot_blocking(|conn| jejak::periksa(conn, known))
        .map_err(AppError::into_cause)?;
    println!(
        "{} baris jejak dibaca; {} baris menunggu disegel.",
        laporan.baris, laporan.menunggu
    );
    if let Some(kepala) = &laporan.kepala {
        println!("Kepala rantai, untuk dicatat di tempat lain: {kepala}");
    }
    for temuan in &laporan.temuan {
        println!("  {temuan}");
    }
    match laporan.temuan.len() {
        0 => println!("Jejak utuh."),
        found => bail!("jejak tidak utuh: {found} temuan"),
    }
    Ok(())
}

async fn back_up(config: &Config, file: &Path) -> anyhow::Result<()> {
    let (db, store) = (serve::open_db(config)?, Store::open(&config.files)?);
    let made = backup::create(&db, &store, file).await?;
    println!("Portal dicadangkan ke {}: {}.", file.display(), contents(&made));
    println!("Berkas ini memuat data pribadi; simpanlah di tempat yang aman.");
    println!(
        "Kunci server (secret.key dan penyelamat.key di folder data) tidak termuat; simpanlah terpisah."
    );
    Ok(())
}

async fn restore(config: &Config, file: &Path, replace: bool) -> anyhow::Result<()> {
    let (db, store) = (serve::open_db(config)?, Store::open(&config.files)?);
    let existing = if replace {
        Existing::Replace
    } else {
        Existing::Keep
    };
    let restored = backup::restore(&db, &store, file, existing)
        .await
        .with_context(|| format!("{} tidak dipulihkan", file.display()))?;
    println!(
        "Portal dipulihkan dari {}: {}.",
        file.display(),
        contents(&restored)
    );
    Ok(())
}

fn contents(backup: &Manifest) -> String {
    let rows: u64 = backup.tables.iter().map(|table| table.rows).sum();
    format!(
        "{rows} baris dari {} tabel dan {} foto",
        backup.tables.len(),
        backup.photos
    )
}

fn start_log(format: LogFormat) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    match format {
        LogFormat::Lines => log.init(),
        LogFormat::Json => log.json().init(),
    }
}
