//! A link as in the hills, between a device and the server: so long a way, so few bytes a second each way. It carries
//! what HTTP writes; the heads of TCP and IP, about a thirtieth more, and TLS are not on it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use actix_web::rt::net::{TcpListener, TcpStream};
use anyhow::Result;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

/// There and back.
pub const ROUND_TRIP: Duration = Duration::from_millis(400);
/// 256 kbit a second.
const BYTES_PER_SECOND: u32 = 32_000;
/// What fits into one packet.
const PACKET: usize = 1_400;

/// What the link has carried.
#[derive(Default)]
pub struct Carried {
    pub connections: AtomicUsize,
    pub up: AtomicUsize,
    pub down: AtomicUsize,
}

/// Opens a link to the server; it stands for as long as the program runs.
pub async fn open(upstream: SocketAddr) -> Result<(SocketAddr, Arc<Carried>)> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = listener.local_addr()?;
    let carried = Arc::new(Carried::default());
    let counted = Arc::clone(&carried);
    tokio::spawn(async move {
        while let Ok((device, _)) = listener.accept().await {
            counted.connections.fetch_add(1, Ordering::Relaxed);
            let counted = Arc::clone(&counted);
            // A link that ends is told to the device by its end.
            tokio::spawn(async move { carry(device, upstream, &counted).await });
        }
    });
    Ok((address, carried))
}

async fn carry(device: TcpStream, upstream: SocketAddr, carried: &Carried) -> Result<()> {
    // What TCP takes to make a connection.
    tokio::time::sleep(ROUND_TRIP).await;
    let server = TcpStream::connect(upstream).await?;
    for end in [&device, &server] {
        end.set_nodelay(true)?;
    }
    let (from_device, to_device) = device.into_split();
    let (from_server, to_server) = server.into_split();
    tokio::try_join!(
        one_way(from_device, to_server, &carried.up),
        one_way(from_server, to_device, &carried.down)
    )?;
    Ok(())
}

/// Each packet waits until the one before it is on its way, and is then half a round trip away.
async fn one_way(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    carried: &AtomicUsize,
) -> Result<()> {
    let (sender, mut on_the_way) = mpsc::unbounded_channel::<(Instant, Vec<u8>)>();
    let take = async move {
        let mut free = Instant::now();
        let mut packet = [0; PACKET];
        loop {
            let bytes = from.read(&mut packet).await?;
            if bytes == 0 {
                return anyhow::Ok(());
            }
            carried.fetch_add(bytes, Ordering::Relaxed);
            let length = Duration::from_secs(bytes as u64) / BYTES_PER_SECOND;
            free = free.max(Instant::now()) + length;
            sleep_until(free).await;
            sender.send((free + ROUND_TRIP / 2, packet[..bytes].to_vec()))?;
        }
    };
    let give = async move {
        while let Some((arrival, packet)) = on_the_way.recv().await {
            sleep_until(arrival).await;
            to.write_all(&packet).await?;
        }
        to.shutdown().await?;
        anyhow::Ok(())
    };
    tokio::try_join!(take, give)?;
    Ok(())
}
