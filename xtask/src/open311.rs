//! A client that others wrote for Open311 reads and files at a running portal, and the feed and the open data are read by
//! libraries of others.

use std::{
    env, fs,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::Path,
    process::{self, Command},
};

use anyhow::Result;

use crate::{build, need, place::Place, server::Server, step::Steps};

/// The key of the portal that this starts, and of no other.
const KEY: &str = "kunci-uji-open311-yang-panjang";

pub fn run(place: &Place, steps: &mut Steps) -> Result<()> {
    let scripts = place.e2e().join("open311");
    let python = need::python(place, steps, &scripts.join("requirements.txt"))?;
    build::quick_server(place, steps)?;
    let data = env::temp_dir().join(format!("portal-open311-{}", process::id()));
    fs::create_dir(&data)?;
    let outcome = ask(place, steps, &data, (&python, &scripts.join("check.py")));
    fs::remove_dir_all(&data)?;
    outcome
}

fn ask(place: &Place, steps: &mut Steps, data: &Path, (python, script): (&Path, &Path)) -> Result<()> {
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let portal = |command: &str| {
        let mut portal = Command::new(place.quick_server());
        portal.arg(command).current_dir(data).env_remove("DATABASE_URL");
        portal
            .env("PORTAL_DATA", data)
            .env("PORTAL_LISTEN", address.to_string())
            .env("PORTAL_SAMPLE_PASSWORD", KEY)
            .env("PORTAL_OPEN311_KUNCI", format!("uji={KEY}"))
            .env("RUST_LOG", "warn");
        portal
    };
    steps.run("sample data", &mut portal("sample-data"))?;
    let _server = steps.time("start the server", || {
        Server::start(&mut portal("serve"), address)
    })?;
    let mut check = Command::new(python);
    check.arg(script).arg(format!("http://{address}")).arg(KEY);
    steps.run("Open311 through a foreign client", &mut check)
}
