//! `cargo xtask run`: the portal as a person meets it, on this machine, with sample data.

use std::{env, net::SocketAddr, process::Command};

use anyhow::{Context, Result};

use crate::{build, place::Place, server::Server, step::Steps};

/// For this command alone, so that a first look needs no settings; the server itself has no default.
const SAMPLE_PASSWORD: &str = "contoh-lokal-2026";
const LISTEN: &str = "127.0.0.1:8080";

#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    build: build::Args,
    /// Build, fill and start as usual, then stop at once
    #[arg(long)]
    once: bool,
}

pub fn run(place: &Place, steps: &mut Steps, args: &Args) -> Result<()> {
    build::run(place, steps, &args.build)?;
    let listen = env::var("PORTAL_LISTEN").unwrap_or_else(|_| LISTEN.to_owned());
    let address: SocketAddr = listen
        .parse()
        .with_context(|| format!("PORTAL_LISTEN is no address: {listen}"))?;
    let own_password = env::var("PORTAL_SAMPLE_PASSWORD").ok();
    let portal = |command: &str| {
        let mut portal = Command::new(place.server());
        portal
            .current_dir(&place.root)
            .arg(command)
            .env("PORTAL_LISTEN", &listen)
            .env("PORTAL_SITE", place.site());
        portal.env(
            "PORTAL_SAMPLE_PASSWORD",
            own_password.as_deref().unwrap_or(SAMPLE_PASSWORD),
        );
        portal
    };

    steps.run("bring the database up to date", &mut portal("migrate"))?;
    steps.run(
        "sample data, when there is none",
        portal("sample-data").arg("--if-empty"),
    )?;
    let server = steps.time("start the server", || {
        Server::start(&mut portal("serve"), address)
    })?;

    steps.print();
    println!("\nThe portal is at http://{address} (stop it with Ctrl+C)");
    println!("Sample logins: admin and petugas, at http://{address}/masuk");
    let password = match &own_password {
        Some(_) => "the one in PORTAL_SAMPLE_PASSWORD".to_owned(),
        None => format!("{SAMPLE_PASSWORD} (for this command only; PORTAL_SAMPLE_PASSWORD sets another)"),
    };
    println!("Their password, if the sample data was made just now: {password}; else the one of that time");
    if args.once { Ok(()) } else { server.wait() }
}
