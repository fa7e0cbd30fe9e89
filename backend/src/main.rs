//! The command `portal`: serves, and does by hand what the server does at its start.

use std::path::{Path, PathBuf};

use anyhow::Context;
use backend::config::{Config, LogFormat};
use backend::{serve, wilayah};
use clap::{Parser, Subcommand, ValueEnum};
use tracing_subscriber::EnvFilter;

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
    /// Mengganti tabel wilayah, batas wilayah, atau hari libur dari berkas
    Import { what: Table, file: PathBuf },
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

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let config = Config::load(arguments.config.as_deref())?;
    start_log(config.log_format);
    match arguments.command {
        Command::Serve => actix_web::rt::System::new().block_on(serve::run(config)),
        Command::Migrate => serve::open_db(&config).map(|_| println!("Skema basis data sudah yang terbaru.")),
        Command::Import { what, file } => import(&config, what, &file),
    }
}

fn import(config: &Config, what: Table, file: &Path) -> anyhow::Result<()> {
    let db = serve::open_db(config)?;
    let text =
        std::fs::read_to_string(file).with_context(|| format!("{} tidak dapat dibaca", file.display()))?;
    let (count, of) = match what {
        Table::Wilayah => (wilayah::import::wilayah(&db, &text), "wilayah"),
        Table::Batas => (wilayah::import::batas(&db, &text), "batas"),
        Table::Libur => (
            wilayah::import::libur(&db, config.district.batas_waktu.into(), &text),
            "hari libur",
        ),
    };
    let count = count.with_context(|| format!("{} tidak diimpor", file.display()))?;
    println!("{count} {of} diimpor dari {}.", file.display());
    Ok(())
}

fn start_log(format: LogFormat) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    match format {
        LogFormat::Lines => log.init(),
        LogFormat::Json => log.json().init(),
    }
}
