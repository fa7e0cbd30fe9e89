//! The portal's own server as a child: started, waited for, stopped.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    process::{Child, Command},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};

const START_LIMIT: Duration = Duration::from_secs(60);

pub struct Server {
    child: Child,
    address: SocketAddr,
}

impl Server {
    /// Starts `command` and waits until it answers its health check at `address`.
    pub fn start(command: &mut Command, address: SocketAddr) -> Result<Self> {
        ensure!(
            TcpStream::connect(address).is_err(),
            "something else already listens on {address}"
        );
        let child = command.spawn().context("cannot start the server")?;
        let mut server = Self { child, address };
        let deadline = Instant::now() + START_LIMIT;
        while !server.is_healthy() {
            if let Some(status) = server.child.try_wait()? {
                bail!("the server ended at its start with {status}");
            }
            ensure!(
                Instant::now() < deadline,
                "the server did not answer within {START_LIMIT:?}"
            );
            thread::sleep(Duration::from_millis(50));
        }
        Ok(server)
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Until the server ends by itself or by a signal.
    pub fn wait(mut self) -> Result<()> {
        let status = self.child.wait()?;
        ensure!(status.success(), "the server ended with {status}");
        Ok(())
    }

    fn is_healthy(&self) -> bool {
        health(self.address).is_ok_and(|answer| answer.starts_with("HTTP/1.1 200"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let stopped = match self.child.try_wait() {
            Ok(None) => self.child.kill().and_then(|()| self.child.wait().map(drop)),
            Ok(Some(_)) => Ok(()),
            Err(why) => Err(why),
        };
        if let Err(why) = stopped {
            eprintln!("the server could not be stopped: {why}");
        }
    }
}

fn health(address: SocketAddr) -> Result<String> {
    let limit = Duration::from_secs(2);
    let mut stream = TcpStream::connect_timeout(&address, limit)?;
    stream.set_read_timeout(Some(limit))?;
    write!(
        stream,
        "GET /api/health?nonce=xtask HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}
